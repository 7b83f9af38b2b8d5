import type { X509Certificate } from 'node:crypto';

/**
 * Returns whether an issuer has issued a certificate. The name of the issuer is not enough, because
 * two CAs may share it.
 */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && isSignedWith(certificate, issuer);
}

/** Returns whether the key of an issuer verifies the signature of a certificate. */
export function isSignedWith(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    // OpenSSL does not support the type of the key.
    return false;
  }
}
