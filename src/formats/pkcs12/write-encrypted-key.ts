import { type Asn1, octetString, sequence, toDer } from '../der/write-asn1.ts';
import { type EncryptionOptions, encrypt } from './encrypt.ts';

/** Encrypts a private key (PKCS#8, in DER). @see RFC 5958 section 3 */
export async function encryptedKeyElement(pkcs8: Buffer, options: EncryptionOptions): Promise<Asn1> {
  const { algorithmIdentifier, ciphertext } = await encrypt(pkcs8, options);
  return sequence(algorithmIdentifier, octetString(ciphertext));
}

/** Encrypts a private key as a separate file, in DER; its PEM label is `ENCRYPTED PRIVATE KEY`. */
export async function writeEncryptedKey(pkcs8: Buffer, options: EncryptionOptions): Promise<Buffer> {
  return toDer(await encryptedKeyElement(pkcs8, options));
}
