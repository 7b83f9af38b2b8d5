import type { Certificate } from './certificate.ts';

/** What is too weak about a certificate, in one word; the key comes before the signature. */
export type Weakness = 'rsa-key' | 'ec-key' | 'dsa-key' | 'md5-signature' | 'sha1-signature';

/** Least bits. @see NIST SP 800-131A revision 2, section 3 */
const LEAST_RSA_BITS = 2048;
const LEAST_EC_BITS = 224;

/**
 * What no client of today should accept: a key too short, DSA, or a signature over MD5 or SHA-1. Of a self-issued one the
 * signature proves nothing, so it is not judged. Timeless: the same answer whenever it is asked.
 */
export function weaknessOf(certificate: Certificate): Weakness | undefined {
  const { publicKeyAlgorithm: algorithm, publicKeySize: bits, isSelfIssued } = certificate;
  if (algorithm === 'DSA') return 'dsa-key';
  if (bits !== undefined) {
    if ((algorithm === 'RSA' || algorithm === 'RSA-PSS') && bits < LEAST_RSA_BITS) return 'rsa-key';
    if (algorithm === 'EC' && bits < LEAST_EC_BITS) return 'ec-key';
  }
  if (isSelfIssued) return undefined;
  const signature = certificate.signatureAlgorithm;
  if (signature.startsWith('md')) return 'md5-signature';
  return /sha1/i.test(signature) ? 'sha1-signature' : undefined;
}
