import type { X509Certificate } from 'node:crypto';

/**
 * Returns whether an issuer has issued a certificate. OpenSSL checks names, key identifiers and key
 * usage. The signature is also verified, because two CAs may have the same name.
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
