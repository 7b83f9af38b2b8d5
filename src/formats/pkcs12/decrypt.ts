import { createDecipheriv } from 'node:crypto';
import { type Effort, type KeystoreTrouble, spend } from '../keystore.ts';
import { derivePbkdf2, derivePkcs12, PURPOSE, roundsFor } from './derive-key.ts';
import type { Cipher, Encryption } from './encryption.ts';
import type { Password } from './password.ts';

/** An attempt costs some microseconds, however few rounds it asks for. */
const ROUNDS_AN_ATTEMPT = 64;
/** RC2 is slow here, and what it encrypted is old and small. */
const MAX_RC2_OCTETS = 1_000_000;

/** What came out of an attempt: octets that the caller has to judge, `undefined` for another password, or why there was none. */
export type Decrypted = { readonly plain: Buffer | undefined } | { readonly trouble: KeystoreTrouble };

/** Tries one password on one ciphertext. What comes out may still be noise: padding fits by chance. */
export async function decrypt(
  ciphertext: Buffer,
  encryption: Encryption,
  password: Password,
  effort: Effort,
): Promise<Decrypted> {
  if (encryption.scheme === 'unknown') {
    return { trouble: { reason: 'cipher_unsupported', detail: encryption.identifier } };
  }
  const { cipher, derivation } = encryption;
  if (cipher.name === 'rc2' && ciphertext.length > MAX_RC2_OCTETS) {
    return { trouble: { reason: 'too_many_rounds', detail: `${ciphertext.length} octets of RC2` } };
  }
  const ivRounds = encryption.scheme === 'pbes2' ? 0 : derivation.iterations;
  const rounds = roundsFor(derivation, cipher.keyOctets) + ivRounds + ROUNDS_AN_ATTEMPT;
  if (!spend(effort, rounds)) {
    return { trouble: { reason: 'too_many_rounds', detail: `it asks for ${derivation.iterations} iterations` } };
  }
  const { key, iv } = await keyOf(encryption, password, effort);
  try {
    return { plain: await decipher(ciphertext, cipher, key, iv) };
  } finally {
    key.fill(0);
    await effort.breathe();
  }
}

async function keyOf(
  encryption: Exclude<Encryption, { readonly scheme: 'unknown' }>,
  { utf8, bmp }: Password,
  effort: Effort,
): Promise<{ readonly key: Buffer; readonly iv: Buffer }> {
  const { cipher, derivation } = encryption;
  if (encryption.scheme === 'pbes2') {
    return { key: await derivePbkdf2(utf8, derivation, cipher.keyOctets), iv: encryption.iv };
  }
  const key = await derivePkcs12(bmp, derivation, PURPOSE.key, cipher.keyOctets, effort);
  return { key, iv: await derivePkcs12(bmp, derivation, PURPOSE.iv, cipher.ivOctets, effort) };
}

/** undefined: the padding does not fit, so it was another key. */
async function decipher(
  ciphertext: Buffer,
  { name, keyOctets }: Cipher,
  key: Buffer,
  iv: Buffer,
): Promise<Buffer | undefined> {
  try {
    if (name === 'rc2') {
      // node-forge takes a while to load, and RC2 is rare.
      const { default: forge } = await import('node-forge');
      const rc2 = forge.rc2.createDecryptionCipher(key.toString('latin1'), keyOctets * 8);
      rc2.start(iv.toString('latin1'));
      rc2.update(forge.util.createBuffer(ciphertext.toString('latin1')));
      return rc2.finish() ? Buffer.from(rc2.output.getBytes(), 'latin1') : undefined;
    }
    const decipher = createDecipheriv(name, key, iv);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}
