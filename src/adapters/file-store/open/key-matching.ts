import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/** Returns the SHA-256 of the SubjectPublicKeyInfo of a public key, uppercase hex. */
export function spkiSha256(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').toUpperCase();
}

/**
 * Returns `spkiSha256` of the public key of a private key.
 * @throws for key types that OpenSSL does not support
 */
export function publicKeySha256Of(privateKey: KeyObject): string {
  return spkiSha256(createPublicKey(privateKey));
}

/**
 * Returns whether a private key belongs to a certificate (PEM or DER), even if their public keys
 * are encoded differently. Returns false if this cannot be determined.
 */
export function matchesCertificate(privateKey: KeyObject, certificate: Buffer | string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(privateKey);
  } catch {
    return false;
  }
}
