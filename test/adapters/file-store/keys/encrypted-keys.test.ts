import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlocks } from '../../../../src/adapters/file-store/open/open-blocks.ts';
import { PasswordFiles } from '../../../../src/adapters/file-store/open/password-files.ts';
import { readPrivateKey } from '../../../../src/adapters/file-store/open/read-private-key.ts';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import type { StoredKey } from '../../../../src/domain/certificate/certificate.ts';
import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { createEffort } from '../../../fixtures/keystores.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { CLOCK, definition, made, seen } from '../scans.ts';

const PASSWORD = 'sécret-1';
const mail = made('mail.contoso.com', { key: 'rsa' });

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

function encrypted(password: string, form: 'pkcs8' | 'traditional'): string {
  const command = form === 'pkcs8' ? ['pkcs8', '-topk8', '-passout'] : ['rsa', '-traditional', '-aes256', '-passout'];
  const stdio = ['pipe', 'pipe', 'ignore'] as const;
  const key = createPrivateKey(mail.privateKeyPem).export({ type: 'pkcs1', format: 'pem' });
  return execFileSync('openssl', [...command, `pass:${password}`], { input: key, stdio: [...stdio], encoding: 'utf8' });
}

function storeWith(...passwordFiles: readonly string[]): CertificateStore {
  return openStore({ ...definition(directory.at('store')), passwordFiles }, CLOCK, { minReliableAgeMs: 0 });
}

async function shown(store: CertificateStore): Promise<readonly [StoredKey['kind'] | undefined, readonly string[]]> {
  const { value, problems } = await seen(store);
  return [value.certificates[0]?.key.kind, problems.map(({ reason }) => reason)];
}

describe.each(['pkcs8', 'traditional'] as const)('an encrypted private key (%s)', (form) => {
  it.each([
    ['next to its certificate', false],
    ['in the same file', true],
  ])('%s is opened by any of several passwords', async (_, isOneFile) => {
    const key = encrypted(PASSWORD, form);
    directory.write('store/mail.pem', isOneFile ? mail.certificatePem + key : mail.certificatePem);
    if (!isOneFile) directory.write('store/mail.key', key);
    const files = [
      directory.write('1', 'wrong\n'),
      directory.write('2', `${PASSWORD}\n`),
      directory.write('3', 'other\n'),
    ];
    expect(await shown(storeWith(...files))).toEqual(['matches', []]);
  });

  it('is unreadable, never missing: key_encrypted without a password, password_wrong with others', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    directory.write('store/mail.key', encrypted(PASSWORD, form));
    expect(await shown(storeWith())).toEqual(['unreadable', ['key_encrypted']]);
    expect(await shown(storeWith(directory.write('1', 'wrong')))).toEqual(['unreadable', ['password_wrong']]);
  });

  it('is opened once the password file has the right one', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    directory.write('store/mail.key', encrypted(PASSWORD, form));
    const password = directory.write('1', 'wrong');
    const store = storeWith(password);
    expect((await shown(store))[0]).toBe('unreadable');
    directory.write('1', PASSWORD);
    expect(await shown(store)).toEqual(['matches', []]);
  });

  it('of another certificate does not match', async () => {
    directory.write('store/other.pem', made('other.contoso.com').certificatePem);
    directory.write('store/other.key', encrypted(PASSWORD, form));
    expect((await shown(storeWith(directory.write('1', PASSWORD))))[0]).toBe('differs');
  });

  it('is not exposed by a mode that lets everyone read it; an unencrypted one is', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    directory.write('store/mail.key', encrypted(PASSWORD, form), 0o644);
    execFileSync('chmod', ['-R', 'o+rX', directory.path]);
    const isExposed = async (store: CertificateStore): Promise<boolean | undefined> =>
      (await seen(store)).value.certificates[0]?.key.access.isExposed;
    expect(await isExposed(storeWith())).toBe(false);
    expect(await isExposed(storeWith(directory.write('1', PASSWORD)))).toBe(false);
    directory.write('store/mail.key', mail.privateKeyPem);
    expect(await isExposed(storeWith())).toBe(true);
  });

  it('does not stay in memory: the decrypted key is overwritten once it is matched', async () => {
    const bytes = Buffer.from(encrypted(PASSWORD, form));
    const passwords = new PasswordFiles([directory.write('1', PASSWORD)]);
    const { blocks } = await openBlocks(bytes, '/mail.key', passwords, createEffort());
    const [key] = blocks;
    if (key?.kind !== 'private-key') throw new Error('no key');
    expect(key.bytes.some((byte) => byte !== 0)).toBe(true);
    expect(readPrivateKey(key, '/mail.key').kind).toBe('read');
    expect(key.bytes.every((byte) => byte === 0)).toBe(true);
  });
});
