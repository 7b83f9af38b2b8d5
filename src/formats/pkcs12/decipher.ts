import { createDecipheriv } from 'node:crypto';

/** So many octets are deciphered at a time where they may be a private key; AES has no longer blocks, the others shorter ones. */
const BLOCK_OCTETS = 16;
/** No private key in use is longer. */
const MAX_KEY_OCTETS = 16_384;

/**
 * What a block cipher in CBC mode gives back; undefined: the padding does not fit, so it was another key. Whoever takes it
 * overwrites it after use: nothing of it stays elsewhere. node:crypto frees an output of its own with each call, and it cannot
 * be overwritten from here; of a key it holds no more than a block.
 * @param cipher what node:crypto calls it
 */
export function decipher(cipher: string, key: Buffer, iv: Buffer, ciphertext: Buffer): Buffer | undefined {
  const step = ciphertext.length > MAX_KEY_OCTETS ? ciphertext.length : BLOCK_OCTETS;
  const parts: Buffer[] = [];
  try {
    const deciphering = createDecipheriv(cipher, key, iv);
    for (let at = 0; at < ciphertext.length; at += step) {
      parts.push(deciphering.update(ciphertext.subarray(at, at + step)));
    }
    parts.push(deciphering.final());
    return Buffer.concat(parts);
  } catch {
    return undefined;
  } finally {
    for (const part of parts) part.fill(0);
  }
}
