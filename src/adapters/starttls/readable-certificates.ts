import { hash, X509Certificate } from 'node:crypto';
import { TAG } from '../../formats/der/der.ts';

/** The maximum number of cached fingerprints. If there are more, all are removed from the cache. */
const MAX_FINGERPRINTS = 1000;

/**
 * Checks whether OpenSSL can parse a certificate, because OpenSSL rejects some certificates that
 * mailcertd parses. A check takes as long as parsing, so the fingerprints of accepted certificates
 * are cached.
 */
export class ReadableCertificates {
  readonly #readableFingerprints = new Set<string>();

  /** Returns whether OpenSSL can parse a certificate. */
  isReadable(der: Buffer): boolean {
    // `binary` has one byte per character, to save memory.
    const fingerprint = hash('sha256', der, 'binary');
    if (this.#readableFingerprints.has(fingerprint)) return true;
    if (!canParse(der)) return false;
    if (this.#readableFingerprints.size >= MAX_FINGERPRINTS) this.#readableFingerprints.clear();
    this.#readableFingerprints.add(fingerprint);
    return true;
  }
}

/**
 * Returns whether OpenSSL parses the bytes as one certificate in DER. PEM and trailing data, which
 * X509Certificate accepts too, are rejected.
 */
function canParse(der: Buffer): boolean {
  try {
    return der[0] === TAG.sequence && new X509Certificate(der).raw.length === der.length;
  } catch {
    return false;
  }
}
