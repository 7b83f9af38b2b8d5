import { hash, pbkdf2 } from 'node:crypto';
import type { Effort } from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import type { Digest } from './digests.ts';

/** The purpose of the derived bytes. @see RFC 7292 appendix B.3 */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** The number of iterations between two yields: about a millisecond. */
const ITERATIONS_PER_YIELD = 1024;

/** The parameters of a key derivation, except the password. */
export interface Derivation {
  readonly digest: Digest;
  readonly salt: Buffer;
  /** At least 1. */
  readonly iterations: number;
}

/** Returns the number of iterations for a result of this length. */
export function iterationCountOf({ digest, iterations }: Derivation, length: number): number {
  return iterations * Math.ceil(length / digest.resultBytes);
}

/**
 * Derives bytes by the method of PKCS#12. The caller overwrites them. Rejects if
 * `effort.yieldToOthers` rejects.
 * @see RFC 7292 appendix B.2
 */
export async function derivePkcs12(
  bmp: Buffer,
  { digest, salt, iterations }: Derivation,
  purpose: number,
  length: number,
  effort: Pick<Effort, 'yieldToOthers'>,
): Promise<Buffer> {
  const { name, blockBytes } = digest;
  const diversifier = Buffer.alloc(blockBytes, purpose);
  const passwordBlocks = repeatToBlocks(bmp, blockBytes);
  const input = Buffer.concat([repeatToBlocks(salt, blockBytes), passwordBlocks]);
  passwordBlocks.fill(0);
  const derived = wipeable(length);
  let bytes = Buffer.alloc(0);
  try {
    for (let at = 0; at < length; at += digest.resultBytes) {
      const first = Buffer.concat([diversifier, input]);
      bytes = hash(name, first, 'buffer');
      first.fill(0);
      for (let iteration = 1; iteration < iterations; iteration++) {
        bytes = hash(name, bytes, 'buffer');
        if (iteration % ITERATIONS_PER_YIELD === 0) await effort.yieldToOthers();
      }
      bytes.copy(derived, at);
      if (at + digest.resultBytes < length) addToEachBlock(input, bytes, blockBytes);
      bytes.fill(0);
    }
    return derived;
  } catch (error) {
    derived.fill(0);
    throw error;
  } finally {
    bytes.fill(0);
    input.fill(0);
  }
}

/** Derives bytes by PBKDF2, in another thread. @see RFC 8018 section 5.2 */
export function derivePbkdf2(utf8: Buffer, { digest, salt, iterations }: Derivation, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(utf8, salt, iterations, length, digest.name, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** Repeats the bytes to fill whole blocks; empty stays empty. */
function repeatToBlocks(bytes: Buffer, block: number): Buffer {
  const blocks = wipeable(Math.ceil(bytes.length / block) * block);
  return blocks.length === 0 ? blocks : blocks.fill(bytes);
}

/** Adds to each block of the input, as a number: the bytes, repeated to a block, plus 1. */
function addToEachBlock(input: Buffer, bytes: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      const sum = (input[start + at] ?? 0) + (bytes[at % bytes.length] ?? 0) + carry;
      input[start + at] = sum & 0xff;
      carry = sum >>> 8;
    }
  }
}
