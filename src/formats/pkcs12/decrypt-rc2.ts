import type { Effort } from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';

const BLOCK_OCTETS = 8;
/** node-forge's time grows with the square of what one cipher is given, and more. */
const CHUNK_OCTETS = 4096;

/**
 * RC2 in CBC mode with all bits of the key; `undefined`: the padding does not fit. Between chunks others get their turn.
 * @see RFC 2268
 */
export async function decryptRc2(
  ciphertext: Buffer,
  key: Buffer,
  iv: Buffer,
  effort: Effort,
): Promise<Buffer | undefined> {
  if (ciphertext.length === 0 || ciphertext.length % BLOCK_OCTETS !== 0) return undefined;
  // node-forge takes a while to load, and RC2 is rare.
  const { default: forge } = await import('node-forge');
  const rc2 = forge.rc2.createDecryptionCipher(key.toString('latin1'), key.length * 8);
  const plain = wipeable(ciphertext.length);
  for (let at = 0; at < ciphertext.length; at += CHUNK_OCTETS) {
    // In CBC the block before is all that a block needs.
    rc2.start((at === 0 ? iv : ciphertext.subarray(at - BLOCK_OCTETS, at)).toString('latin1'));
    rc2.update(forge.util.createBuffer(ciphertext.toString('latin1', at, at + CHUNK_OCTETS)));
    plain.write(rc2.output.getBytes(), at, 'latin1');
    await effort.breathe();
  }
  const padding = plain.at(-1) ?? 0;
  return padding >= 1 && padding <= BLOCK_OCTETS ? plain.subarray(0, -padding) : undefined;
}
