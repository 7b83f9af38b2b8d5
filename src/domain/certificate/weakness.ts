import type { Certificate } from './certificate.ts';

/** A weakness of a certificate. A weak key is reported before a weak signature. */
export type Weakness = 'rsa-key' | 'ec-key' | 'dsa-key' | 'md5-signature' | 'sha1-signature';

/** Minimum bits. @see NIST SP 800-131A revision 2, section 3 */
const MIN_RSA_BITS = 2048;
const MIN_EC_BITS = 224;

/**
 * Returns the weakness of a certificate that clients should reject: a key that is too short, DSA,
 * or a signature with MD5 or SHA-1. The signature of a self-issued certificate is not checked,
 * because it proves nothing. The result does not depend on the time.
 */
export function weaknessOf(certificate: Certificate): Weakness | undefined {
  const { publicKeyAlgorithm: algorithm, publicKeySize: bits, isSelfIssued } = certificate;
  if (algorithm === 'DSA') return 'dsa-key';
  if (bits !== undefined) {
    if ((algorithm === 'RSA' || algorithm === 'RSA-PSS') && bits < MIN_RSA_BITS) return 'rsa-key';
    if (algorithm === 'EC' && bits < MIN_EC_BITS) return 'ec-key';
  }
  if (isSelfIssued) return undefined;
  const signature = certificate.signatureAlgorithm;
  if (signature.startsWith('md')) return 'md5-signature';
  return /sha1/i.test(signature) ? 'sha1-signature' : undefined;
}
