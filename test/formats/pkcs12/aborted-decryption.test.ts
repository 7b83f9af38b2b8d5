import forge from 'node-forge';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decrypt } from '../../../src/formats/pkcs12/decrypt.ts';
import { derivePkcs12, PURPOSE } from '../../../src/formats/pkcs12/derive-key.ts';
import { SHA1 } from '../../../src/formats/pkcs12/digests.ts';
import type { Cipher } from '../../../src/formats/pkcs12/encryption.ts';
import { encodePassword, type Password } from '../../../src/formats/pkcs12/password.ts';
import { createEffort } from '../../fixtures/keystores.ts';

const RC2: Cipher = { name: 'rc2', keyBytes: 16, ivBytes: 8 };
const PLAIN = Buffer.from('the private key of a mail server');
const SALT = Buffer.from('0a58cf64530d823f', 'hex');

/** Derivations with up to 2047 iterations yield once for a key, and once for an IV. */
const derivationWith = (iterations: number) => ({ digest: SHA1, salt: SALT, iterations }) as const;

async function keyAndIv(iterations: number): Promise<readonly [Buffer, Buffer]> {
  const { bmp } = encodePassword(Buffer.from('secret'));
  const derive = (purpose: number, length: number): Promise<Buffer> =>
    derivePkcs12(bmp, derivationWith(iterations), purpose, length, createEffort());
  return [await derive(PURPOSE.key, RC2.keyBytes), await derive(PURPOSE.iv, RC2.ivBytes)];
}

function encrypted(key: Buffer, iv: Buffer): Buffer {
  const cipher = forge.rc2.createEncryptionCipher(key.toString('latin1'), key.length * 8);
  cipher.start(iv.toString('latin1'));
  cipher.update(forge.util.createBuffer(PLAIN.toString('latin1')));
  cipher.finish();
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}

/** Returns the effort that is aborted at a yield; 1 is the first. */
function abortedAt(count: number): ReturnType<typeof createEffort> {
  let yields = 0;
  const yieldToOthers = async (): Promise<void> => {
    if (++yields === count) throw new Error('aborted');
  };
  return { ...createEffort(), yieldToOthers };
}

afterEach(() => vi.restoreAllMocks());

/** Returns whether a buffer that was allocated during the aborted work still contains the secret. */
async function isLeft(secret: Buffer, work: () => Promise<unknown>): Promise<boolean> {
  const spies = [vi.spyOn(Buffer, 'from'), vi.spyOn(Buffer, 'concat')];
  await expect(work()).rejects.toThrow('aborted');
  const allocated = spies.flatMap(({ mock }) => mock.results.map(({ value }) => value as Buffer));
  expect(allocated.length).toBeGreaterThan(0);
  return allocated.some((buffer) => buffer.includes(secret));
}

describe('a decryption that is aborted', () => {
  const password = encodePassword(Buffer.from('secret')) satisfies Password;

  it('during the key derivation leaves no copy of the password', async () => {
    const derive = (): Promise<Buffer> =>
      derivePkcs12(password.bmp, derivationWith(2000), PURPOSE.key, RC2.keyBytes, abortedAt(1));
    expect(await isLeft(password.bmp, derive)).toBe(false);
  });

  it('during the derivation of the IV leaves no key', async () => {
    const [key, iv] = await keyAndIv(2000);
    const encryption = { scheme: 'pkcs12', cipher: RC2, derivation: derivationWith(2000) } as const;
    const ciphertext = encrypted(key, iv);
    expect(await isLeft(key, () => decrypt(ciphertext, encryption, password, abortedAt(2)))).toBe(false);
  });

  it.each([
    ['between the parts of the ciphertext', 1],
    ['after the ciphertext', 2],
  ])('%s leaves no decrypted data', async (_, count) => {
    const [key, iv] = await keyAndIv(1);
    const encryption = { scheme: 'pkcs12', cipher: RC2, derivation: derivationWith(1) } as const;
    const ciphertext = encrypted(key, iv);
    const attempt = await decrypt(ciphertext, encryption, password, createEffort());
    expect(attempt).toEqual({ kind: 'decrypted', plain: PLAIN });
    expect(await isLeft(PLAIN, () => decrypt(ciphertext, encryption, password, abortedAt(count)))).toBe(false);
  });
});
