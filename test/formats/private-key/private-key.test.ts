import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import type { StoreFileBlock } from '../../../src/formats/certificate-table/store-file.ts';
import { openEncryptedKey } from '../../../src/formats/private-key/open-encrypted-key.ts';
import { createEffort } from '../../fixtures/keystores.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
const openssl = (...parameters: readonly string[]): Buffer =>
  execFileSync('openssl', [...parameters], { stdio: ['ignore', 'pipe', 'ignore'] });

/** A pass phrase with non-ASCII characters, whose two encodings differ. */
const PASSWORD = 'geheim-ключ';
const RSA = directory.at('rsa.pem');
const EC = directory.at('ec.pem');
openssl('genrsa', '-traditional', '-out', RSA, '2048');
openssl('ecparam', '-genkey', '-noout', '-name', 'prime256v1', '-out', EC);

type KeyBlock = StoreFileBlock & { readonly kind: 'private-key' };

function keyIn(bytes: Buffer): KeyBlock {
  const [block] = parseStoreFile(bytes, '/store/mail.key').blocks;
  if (block?.kind !== 'private-key') throw new Error(`no key: ${block?.kind}`);
  return block;
}

const passwords = (...texts: readonly string[]): readonly Buffer[] => texts.map((text) => Buffer.from(text, 'utf8'));

/** Returns the SHA-256 of the public key of a key in DER, in any of the three encodings. */
function fingerprint(der: Buffer): string {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type }));
      return createHash('sha256')
        .update(key.export({ type: 'spki', format: 'der' }))
        .digest('hex');
    } catch {}
  }
  throw new Error('no key');
}

async function outcome(block: KeyBlock, ...texts: readonly string[]): Promise<string> {
  const opened = await openEncryptedKey(block, passwords(...texts), createEffort());
  return opened.kind === 'decrypted' ? fingerprint(opened.der) : opened.problem.reason;
}

const wanted = (path: string): string =>
  createHash('sha256')
    .update(createPublicKey(readFileSync(path)).export({ type: 'spki', format: 'der' }))
    .digest('hex');

const pass = ['-passout', `pass:${PASSWORD}`];
const SAMPLES: readonly (readonly [string, string, readonly string[]])[] = [
  ['PKCS#8, AES-256 (the default)', RSA, ['pkcs8', '-topk8', '-in', RSA, ...pass]],
  ['PKCS#8, EC', EC, ['pkcs8', '-topk8', '-in', EC, ...pass]],
  [
    'PKCS#8, AES-128 and SHA-512',
    RSA,
    ['pkcs8', '-topk8', '-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512', '-in', RSA, ...pass],
  ],
  ['PKCS#8, 3DES with PBKDF2', RSA, ['pkcs8', '-topk8', '-v2', 'des3', '-in', RSA, ...pass]],
  ['PKCS#8, 3DES as in PKCS#12', RSA, ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-in', RSA, ...pass]],
  ['PKCS#8 in DER', RSA, ['pkcs8', '-topk8', '-outform', 'DER', '-in', RSA, ...pass]],
  ['RSA PRIVATE KEY, AES-256', RSA, ['rsa', '-traditional', '-aes256', '-in', RSA, ...pass]],
  ['RSA PRIVATE KEY, AES-128', RSA, ['rsa', '-traditional', '-aes128', '-in', RSA, ...pass]],
  ['RSA PRIVATE KEY, 3DES', RSA, ['rsa', '-traditional', '-des3', '-in', RSA, ...pass]],
  ['RSA PRIVATE KEY, Camellia', RSA, ['rsa', '-traditional', '-camellia256', '-in', RSA, ...pass]],
  ['EC PRIVATE KEY, AES-256', EC, ['ec', '-aes256', '-in', EC, ...pass]],
];

describe('an encrypted private key', () => {
  it.each(SAMPLES)('%s is opened by its password, the second of three', async (_, path, command) => {
    const block = keyIn(openssl(...command));
    expect(block.protection).toBe('encrypted');
    expect(await outcome(block, 'wrong', PASSWORD, 'other')).toBe(wanted(path));
  });

  it.each(SAMPLES)(
    '%s stays closed to others: password_wrong, or password_missing without any',
    async (_, __, command) => {
      const block = keyIn(openssl(...command));
      expect(await outcome(block, 'wrong', '', 'geheim')).toBe('password_wrong');
      expect(await outcome(block)).toBe('password_missing');
    },
  );

  it('with CRLF line ends is the same', async () => {
    const crlf = openssl('rsa', '-traditional', '-aes256', '-in', RSA, ...pass)
      .toString()
      .replaceAll('\n', '\r\n');
    expect(await outcome(keyIn(Buffer.from(crlf)), PASSWORD)).toBe(wanted(RSA));
  });

  it('with scrypt, and with an unknown cipher, is cipher_unsupported', async () => {
    expect(await outcome(keyIn(openssl('pkcs8', '-topk8', '-scrypt', '-in', RSA, ...pass)), PASSWORD)).toBe(
      'cipher_unsupported',
    );
    const other = openssl('rsa', '-traditional', '-aes256', '-in', RSA, ...pass)
      .toString()
      .replace('AES-256-CBC', 'IDEA-CBC');
    expect(await outcome(keyIn(Buffer.from(other)), PASSWORD)).toBe('cipher_unsupported');
  });

  it('that takes more iterations than the limit for a file is too_many_iterations', async () => {
    const block = keyIn(openssl('pkcs8', '-topk8', '-iter', '4000000', '-in', EC, ...pass));
    expect(await outcome(block, PASSWORD)).toBe('too_many_iterations');
  });

  it.each([
    ['no DEK-Info', (text: string) => text.replace(/DEK-Info.*\n/, '')],
    ['an IV that is too short', (text: string) => text.replace(/(DEK-Info: AES-256-CBC,).*/, '$100112233')],
    ['no base64', (text: string) => text.replace(/\n\n...../, '\n\n!!!!!')],
  ])('with %s is key_malformed', async (_, spoil) => {
    const text = spoil(openssl('rsa', '-traditional', '-aes256', '-in', RSA, ...pass).toString());
    expect(await outcome(keyIn(Buffer.from(text)), PASSWORD)).toBe('key_malformed');
  });

  it('with any damage is opened or refused, and never throws', async () => {
    const der = openssl('pkcs8', '-topk8', '-outform', 'DER', '-in', EC, ...pass);
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.nat(255), async (at, byte) => {
        const spoilt = Buffer.from(der);
        spoilt[at] = byte;
        const opened = await openEncryptedKey(
          { bytes: spoilt, label: undefined },
          passwords(PASSWORD),
          createEffort(20_000),
        );
        expect(['decrypted', 'locked']).toContain(opened.kind);
      }),
      { numRuns: 200 },
    );
  });

  it('does not change the given passwords', async () => {
    const [given] = passwords(PASSWORD);
    await openEncryptedKey(
      keyIn(openssl(...(SAMPLES[0]?.[2] ?? []))),
      given === undefined ? [] : [given],
      createEffort(),
    );
    expect(given?.toString('utf8')).toBe(PASSWORD);
  });
});
