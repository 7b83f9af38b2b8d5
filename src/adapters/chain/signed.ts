import type { X509Certificate } from 'node:crypto';

/**
 * Returns whether a certificate was issued by another one. The name is not enough, because two CAs
 * may share it.
 */
export function isIssuedBy(judge: X509Certificate, issuer: X509Certificate): boolean {
  return judge.checkIssued(issuer) && isSignedWith(judge, issuer);
}

/** Returns whether the key of another certificate verifies the signature. */
export function isSignedWith(judge: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return judge.verify(issuer.publicKey);
  } catch {
    // OpenSSL does not support the type of the key.
    return false;
  }
}
