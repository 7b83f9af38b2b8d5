import { chmodSync, chownSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { problemSaying } from '../../../domain/failure/problem-saying.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';
import { made, seen, storeAt, unavailableResult } from '../scans.ts';

const mail = made();

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
});
afterEach(() => directory[Symbol.dispose]());

async function rights(store: CertificateStore): Promise<readonly [readonly string[], boolean | undefined]> {
  const [stored] = (await seen(store)).value.certificates;
  const denials = stored?.key.access.denials ?? [];
  return [
    denials.map(({ account, path }) => `${account} ${path.replace(directory.path, '')}`),
    stored?.key.access.isExposed,
  ];
}

describe.runIf(needsRoot())('a scan reports who can read a private key', () => {
  it.each([
    ['next to its certificate', 'mail.key'],
    ['in the same file', 'mail.pem'],
  ])('%s, and the next scan detects that it can be read or cannot', async (_, name) => {
    if (name === 'mail.key') directory.write('store/mail.pem', mail.certificatePem);
    const key = directory.write(
      `store/${name}`,
      name === 'mail.key' ? mail.privateKeyPem : mail.certificatePem + mail.privateKeyPem,
    );
    chmodSync(key, 0o600);
    const store = storeAt(directory.at('store'), { keyAccounts: ['root', 'nobody'], minReliableAgeMs: 0 });
    const before = (await seen(store)).value;
    expect(await rights(store)).toEqual([[`nobody /store/${name}`], false]);
    expect((await seen(store)).value).toBe(before);

    chownSync(key, 65534, 0);
    expect(await rights(store)).toEqual([[], false]);
    chmodSync(directory.at('store'), 0o700);
    expect(await rights(store)).toEqual([['nobody /store'], false]);
    chmodSync(directory.at('store'), 0o755);
    chmodSync(key, 0o604);
    expect(await rights(store)).toEqual([[], true]);
    chmodSync(directory.path, 0o700);
    expect(await rights(store)).toEqual([['nobody '], false]);
  });

  it('if only root opens keys, a key with 0600 root:root is not reported', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    directory.write('store/mail.key', mail.privateKeyPem, 0o600);
    expect(await rights(storeAt(directory.at('store')))).toEqual([[], false]);
  });

  it('a key that everyone can read is found without a query about any account', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    const key = directory.write('store/mail.key', mail.privateKeyPem, 0o644);
    const store = storeAt(directory.at('store'), { minReliableAgeMs: 0 });
    expect(await rights(store)).toEqual([[], true]);
    chmodSync(key, 0o640);
    expect(await rights(store)).toEqual([[], false]);
  });
});

describe('while getent cannot look up an account that loads private keys', () => {
  const setGetent = (script: string): void => {
    chmodSync(directory.write('bin/getent', `#!/bin/sh\n${script}\n`), 0o755);
    vi.stubEnv('PATH', `${directory.at('bin')}:/usr/bin:/bin`);
  };
  const options = { keyAccounts: ['exim-of-ldap'], minReliableAgeMs: 0 };
  beforeEach(() => setGetent('kill -9 $$'));
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('the result of a store with private keys is unavailable, until getent answers', async () => {
    directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem, 0o600);
    const store = storeAt(directory.at('store'), options);
    const { problem, last } = await unavailableResult(store);
    expect(problem).toEqual(
      problemSaying(
        'command_failed',
        directory.at('store'),
        'getent cannot look up the account exim-of-ldap, so it is unknown whether it can read the private keys',
      ),
    );
    expect(last?.value.certificates).toHaveLength(1);
    expect((await unavailableResult(store)).problem).toEqual(problem);

    setGetent(
      'if [ "$1" = passwd ]; then echo "exim-of-ldap:x:4101:4101::/:/bin/sh"; else echo "exim-of-ldap 4101"; fi',
    );
    const later = performance.now() + 60_001;
    vi.spyOn(performance, 'now').mockImplementation(() => later);
    expect(await rights(store)).toEqual([['exim-of-ldap /store/mail.pem'], false]);
  });

  it('a store without private keys is read', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    expect(await rights(storeAt(directory.at('store'), options))).toEqual([[], false]);
  });
});
