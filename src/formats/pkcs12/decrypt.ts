import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import {
  type Effort,
  type KeystoreProblem,
  MAX_FILE_ITERATIONS,
  takeIterations,
  unsupportedCipher,
} from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import { decryptCbc } from './decrypt-cbc.ts';
import { derivePbkdf2, derivePkcs12, iterationCountOf, PURPOSE } from './derive-key.ts';
import type { Encryption } from './encryption.ts';
import type { Password } from './password.ts';

const RC2_BLOCK_BYTES = 8;

/** The maximum length for one call of node-forge, whose time grows faster than quadratically. */
const RC2_CHUNK_BYTES = 4096;

/**
 * Decrypts RC2 in CBC mode with the full key length; undefined if the padding is wrong. Yields to
 * other work between chunks.
 * @see RFC 2268
 */
async function decryptRc2(ciphertext: Buffer, key: Buffer, iv: Buffer, effort: Effort): Promise<Buffer | undefined> {
  if (ciphertext.length === 0 || ciphertext.length % RC2_BLOCK_BYTES !== 0) return undefined;
  // Loaded on demand, because node-forge is slow to load and RC2 is rare.
  const { default: forge } = await import('node-forge');
  const rc2 = forge.rc2.createDecryptionCipher(key.toString('latin1'), key.length * 8);
  const plain = wipeable(ciphertext.length);
  try {
    for (let at = 0; at < ciphertext.length; at += RC2_CHUNK_BYTES) {
      // In CBC mode, a block depends only on the previous ciphertext block.
      rc2.start((at === 0 ? iv : ciphertext.subarray(at - RC2_BLOCK_BYTES, at)).toString('latin1'));
      rc2.update(forge.util.createBuffer(ciphertext.toString('latin1', at, at + RC2_CHUNK_BYTES)));
      plain.write(rc2.output.getBytes(), at, 'latin1');
      await effort.yieldToOthers();
    }
  } catch (error) {
    plain.fill(0);
    throw error;
  }
  const padding = plain.at(-1) ?? 0;
  if (padding >= 1 && padding <= RC2_BLOCK_BYTES) return plain.subarray(0, -padding);
  plain.fill(0);
  return undefined;
}

/** The cost of an attempt without its key derivation (a few microseconds), in iterations. */
const ITERATIONS_PER_ATTEMPT = 64;

/** The result of an attempt with one password. */
export type DecryptionAttempt =
  /** The padding is valid, which can also happen by chance: `plain` can be random bytes. */
  | { readonly kind: 'decrypted'; readonly plain: Buffer }
  /** The password is wrong, or was not tried because it is empty and needs too many iterations. */
  | { readonly kind: 'no-match' }
  /** The cipher is not supported, or the file needs too many iterations. */
  | { readonly kind: 'problem'; readonly problem: KeystoreProblem };

/**
 * Tries one password on one ciphertext. The caller checks `plain`, and overwrites it after use.
 * Rejects if `effort.yieldToOthers` rejects; decrypted data are then overwritten.
 */
export async function decrypt(
  ciphertext: Buffer,
  encryption: Encryption,
  password: Password,
  effort: Effort,
): Promise<DecryptionAttempt> {
  if (encryption.scheme === 'unknown') {
    return { kind: 'problem', problem: unsupportedCipher(encryption.identifier) };
  }
  const { cipher, derivation } = encryption;
  // A byte of RC2 takes as long as an iteration; other ciphers are fast.
  const cipherIterations = cipher.name === 'rc2' ? ciphertext.length : 0;
  // PKCS#12 derives the IV with the same number of iterations; PBES2 stores the IV.
  const ivIterations = encryption.scheme === 'pbes2' ? 0 : derivation.iterations;
  const iterations =
    iterationCountOf(derivation, cipher.keyBytes) + ivIterations + cipherIterations + ITERATIONS_PER_ATTEMPT;
  const taken = takeIterations(effort, iterations, password.isEmpty);
  // Too many iterations for the empty password.
  if (taken === 'refused') return { kind: 'no-match' };
  if (taken === 'exhausted') {
    const limits = { iterations: derivation.iterations, bytes: ciphertext.length, limit: MAX_FILE_ITERATIONS };
    const failure = KEYSTORE_FAILURES.iterations_of_data(limits);
    return { kind: 'problem', problem: { reason: 'too_many_iterations', failure } };
  }
  const { key, iv } = await keyOf(encryption, password, effort);
  let plain: Buffer | undefined;
  try {
    plain =
      cipher.name === 'rc2'
        ? await decryptRc2(ciphertext, key, iv, effort)
        : decryptCbc(cipher.name, key, iv, ciphertext);
  } finally {
    key.fill(0);
  }
  try {
    await effort.yieldToOthers();
  } catch (error) {
    plain?.fill(0);
    throw error;
  }
  return plain === undefined ? { kind: 'no-match' } : { kind: 'decrypted', plain };
}

async function keyOf(
  encryption: Exclude<Encryption, { readonly scheme: 'unknown' }>,
  { utf8, bmp }: Password,
  effort: Effort,
): Promise<{ readonly key: Buffer; readonly iv: Buffer }> {
  const { cipher, derivation } = encryption;
  if (encryption.scheme === 'pbes2') {
    return { key: await derivePbkdf2(utf8, derivation, cipher.keyBytes), iv: encryption.iv };
  }
  const key = await derivePkcs12(bmp, derivation, PURPOSE.key, cipher.keyBytes, effort);
  try {
    return { key, iv: await derivePkcs12(bmp, derivation, PURPOSE.iv, cipher.ivBytes, effort) };
  } catch (error) {
    key.fill(0);
    throw error;
  }
}
