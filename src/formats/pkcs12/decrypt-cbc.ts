import { createDecipheriv } from 'node:crypto';

/**
 * The bytes that are decrypted at a time if the data may be a private key. It is the block size of
 * AES; other ciphers have smaller blocks.
 */
const BLOCK_BYTES = 16;
/** The maximum length of data that may be a private key. */
const MAX_PRIVATE_KEY_BYTES = 16_384;

/**
 * Decrypts a block cipher in CBC mode; undefined if that fails, usually because of wrong padding,
 * which means that the key is wrong. The caller overwrites the result after use. Inside, node:crypto
 * frees buffers with plain text, which cannot be overwritten. For data that may be a private key,
 * each of them contains at most one block.
 * @param cipher the name in node:crypto
 */
export function decryptCbc(cipher: string, key: Buffer, iv: Buffer, ciphertext: Buffer): Buffer | undefined {
  const stepBytes = ciphertext.length > MAX_PRIVATE_KEY_BYTES ? ciphertext.length : BLOCK_BYTES;
  const parts: Buffer[] = [];
  try {
    const deciphering = createDecipheriv(cipher, key, iv);
    for (let at = 0; at < ciphertext.length; at += stepBytes) {
      parts.push(deciphering.update(ciphertext.subarray(at, at + stepBytes)));
    }
    parts.push(deciphering.final());
    return Buffer.concat(parts);
  } catch {
    return undefined;
  } finally {
    for (const part of parts) part.fill(0);
  }
}
