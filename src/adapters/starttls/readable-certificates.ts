import { hash, X509Certificate } from 'node:crypto';
import { TAG } from '../../formats/der/der.ts';

/**
 * The maximum number of cached fingerprints. If there are more, all are removed and checked again.
 */
const MAX_FINGERPRINTS = 1000;

/**
 * Checks whether OpenSSL can parse a certificate. OpenSSL accepts some invalid DER, and rejects
 * some certificates that mailcertd parses. Checking takes as long as parsing, so the fingerprints
 * of accepted certificates are cached.
 */
export class ReadableCertificates {
  readonly #readableFingerprints = new Set<string>();

  /** Returns whether OpenSSL can parse a certificate. */
  isReadable(der: Buffer): boolean {
    // One byte per character, because thousands are cached.
    const fingerprint = hash('sha256', der, 'binary');
    if (this.#readableFingerprints.has(fingerprint)) return true;
    if (!canParse(der)) return false;
    if (this.#readableFingerprints.size >= MAX_FINGERPRINTS) this.#readableFingerprints.clear();
    this.#readableFingerprints.add(fingerprint);
    return true;
  }
}

/**
 * Returns whether OpenSSL parses it as DER without trailing data. X509Certificate also accepts PEM,
 * and ignores trailing data.
 */
function canParse(der: Buffer): boolean {
  try {
    return der[0] === TAG.sequence && new X509Certificate(der).raw.length === der.length;
  } catch {
    return false;
  }
}
