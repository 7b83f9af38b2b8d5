import type { X509Certificate } from 'node:crypto';

/** A name alone proves nothing: two authorities may share it. */
export function isIssuedBy(judge: X509Certificate, issuer: X509Certificate): boolean {
  return judge.checkIssued(issuer) && isSignedWith(judge, issuer);
}

/** Whether a certificate's signature is verified by another's key. */
export function isSignedWith(judge: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return judge.verify(issuer.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}
