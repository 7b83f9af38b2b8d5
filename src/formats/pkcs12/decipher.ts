import { createDecipheriv } from 'node:crypto';

/**
 * What a block cipher in CBC mode gives back; undefined: the padding does not fit, so it was another key. Whoever takes it
 * overwrites it after use: nothing of it stays elsewhere.
 * @param cipher what node:crypto calls it
 */
export function decipher(cipher: string, key: Buffer, iv: Buffer, ciphertext: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  try {
    const deciphering = createDecipheriv(cipher, key, iv);
    parts.push(deciphering.update(ciphertext));
    parts.push(deciphering.final());
    return Buffer.concat(parts);
  } catch {
    return undefined;
  } finally {
    for (const part of parts) part.fill(0);
  }
}
