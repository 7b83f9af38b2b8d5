import { type Asn1, octetString, sequence, toDer } from '../der/write-asn1.ts';
import { encrypt, type Sealing } from './encrypt.ts';

/** Encrypts a private key (PKCS#8, in DER). @see RFC 5958 section 3 */
export async function encryptedKeyElement(pkcs8: Buffer, sealing: Sealing): Promise<Asn1> {
  const { algorithm, ciphertext } = await encrypt(pkcs8, sealing);
  return sequence(algorithm, octetString(ciphertext));
}

/** Encrypts a private key as a separate file, in DER; its PEM label is `ENCRYPTED PRIVATE KEY`. */
export async function writeEncryptedKey(pkcs8: Buffer, sealing: Sealing): Promise<Buffer> {
  return toDer(await encryptedKeyElement(pkcs8, sealing));
}
