import { hash, pbkdf2 } from 'node:crypto';
import type { Effort } from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import type { Digest } from './digests.ts';

/** The purpose of the derived bytes. @see RFC 7292 appendix B.3 */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** The iterations between two yields: about a millisecond. */
const ROUNDS_A_BREATH = 1024;

/** The parameters of a key derivation, except the password. */
export interface Derivation {
  readonly digest: Digest;
  readonly salt: Buffer;
  /** At least 1. */
  readonly iterations: number;
}

/** Returns the number of iterations for a result of this length. */
export function roundsFor({ digest, iterations }: Derivation, length: number): number {
  return iterations * Math.ceil(length / digest.length);
}

/**
 * Derives bytes by the method of PKCS#12. The caller overwrites them. Rejects if `effort.breathe`
 * rejects.
 * @see RFC 7292 appendix B.2
 */
export async function derivePkcs12(
  bmp: Buffer,
  { digest, salt, iterations }: Derivation,
  purpose: number,
  length: number,
  effort: Pick<Effort, 'breathe'>,
): Promise<Buffer> {
  const { name, block } = digest;
  const diversifier = Buffer.alloc(block, purpose);
  const word = repeated(bmp, block);
  const input = Buffer.concat([repeated(salt, block), word]);
  word.fill(0);
  const derived: Buffer[] = [];
  for (let left = length; left > 0; left -= digest.length) {
    const first = Buffer.concat([diversifier, input]);
    let bytes = hash(name, first, 'buffer');
    first.fill(0);
    for (let round = 1; round < iterations; round++) {
      bytes = hash(name, bytes, 'buffer');
      if (round % ROUNDS_A_BREATH === 0) await effort.breathe();
    }
    derived.push(bytes);
    if (left > digest.length) addToEach(input, bytes, block);
  }
  input.fill(0);
  const key = Buffer.concat(derived).subarray(0, length);
  for (const bytes of derived) bytes.fill(0);
  return key;
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
function repeated(bytes: Buffer, block: number): Buffer {
  const whole = wipeable(Math.ceil(bytes.length / block) * block);
  return whole.length === 0 ? whole : whole.fill(bytes);
}

/** Adds the bytes, repeated to a block, plus 1 to each block of the input, as numbers. */
function addToEach(input: Buffer, bytes: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      const sum = (input[start + at] ?? 0) + (bytes[at % bytes.length] ?? 0) + carry;
      input[start + at] = sum & 0xff;
      carry = sum >>> 8;
    }
  }
}
