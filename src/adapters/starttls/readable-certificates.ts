import { hash, X509Certificate } from 'node:crypto';
import { TAG } from '../../formats/der/der.ts';

/** Who probes more servers can afford to ask again; beyond it all are forgotten. */
const MOST = 1000;

/**
 * The certificates that OpenSSL can read, which takes whatever some writer of certificates holds for DER, and refuses some that is
 * read here. Asking costs as much as reading, so what it has read once is remembered, by fingerprint.
 */
export class ReadableCertificates {
  readonly #known = new Set<string>();

  has(der: Buffer): boolean {
    // One octet a character: thousands are kept.
    const fingerprint = hash('sha256', der, 'binary');
    if (this.#known.has(fingerprint)) return true;
    if (!isRead(der)) return false;
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.add(fingerprint);
    return true;
  }
}

/** As DER and nothing behind it: that class takes PEM too, and stops where a certificate ends. */
function isRead(der: Buffer): boolean {
  try {
    return der[0] === TAG.sequence && new X509Certificate(der).raw.length === der.length;
  } catch {
    return false;
  }
}
