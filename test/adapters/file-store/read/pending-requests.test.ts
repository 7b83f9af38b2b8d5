import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, seen, storeAt } from '../scans.ts';

const mail = made('mail.contoso.com');

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/** Returns a request for a certificate with this key. */
function requestOf(privateKeyPem: string): string {
  const key = directory.write('of.key', privateKeyPem);
  const parameters = ['req', '-new', '-key', key, '-subj', '/CN=mail.contoso.com'];
  return execFileSync('openssl', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

async function pending(store: CertificateStore): Promise<readonly string[]> {
  const { value, problems } = await seen(store);
  expect(problems).toEqual([]);
  return (value.requests ?? []).map(
    ({ request, location, hasPrivateKey }) =>
      `${location.path.replace(`${directory.at('store')}/`, '')}#${location.block} ${request.commonNames} ${hasPrivateKey}`,
  );
}

describe('a request in a store', () => {
  it('is pending until a certificate with its public key exists, and is no certificate', async () => {
    directory.write('store/mail.csr', requestOf(mail.privateKeyPem));
    const store = storeAt(directory.at('store'), { minReliableAgeMs: 0 });
    expect(await pending(store)).toEqual(['mail.csr#0 mail.contoso.com false']);
    expect((await seen(store)).value.certificates).toEqual([]);

    directory.write('store/sub/issued.pem', mail.certificatePem);
    expect(await pending(store)).toEqual([]);
    rmSync(directory.at('store/sub/issued.pem'));
    expect(await pending(store)).toEqual(['mail.csr#0 mail.contoso.com false']);
  });

  it('finds its key like a certificate does', async () => {
    directory.write('store/mail.csr', requestOf(mail.privateKeyPem));
    directory.write('store/mail.key', mail.privateKeyPem);
    directory.write('store/one/both.pem', requestOf(made('b').privateKeyPem) + mail.privateKeyPem);
    const store = storeAt(directory.at('store'), { minReliableAgeMs: 0 });
    expect(await pending(store)).toEqual(['mail.csr#0 mail.contoso.com true', 'one/both.pem#0 mail.contoso.com false']);
    directory.write(
      'store/mail.key',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----\n',
    );
    expect((await pending(store))[0]).toBe('mail.csr#0 mail.contoso.com undefined');
  });

  it('is reported once, even if it is in two files', async () => {
    const request = requestOf(mail.privateKeyPem);
    directory.write('store/a.csr', request);
    directory.write('store/b.csr', `text\r\n${request.replaceAll('\n', '\r\n')}`);
    expect(await pending(storeAt(directory.at('store')))).toEqual(['a.csr#0 mail.contoso.com false']);
  });

  it('leaves the snapshot object the same while nothing changes', async () => {
    directory.write('store/mail.csr', requestOf(mail.privateKeyPem));
    const store = storeAt(directory.at('store'), { minReliableAgeMs: 60_000 });
    const before = (await seen(store)).value;
    expect((await seen(store)).value).toBe(before);
  });
});
