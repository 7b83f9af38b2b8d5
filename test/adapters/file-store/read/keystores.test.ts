import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';

import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { pkcs7Of } from '../../../fixtures/keystores.ts';
import type { MadeCertificate } from '../../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { PASSWORD as JKS_PASSWORD, writeJks } from '../../../formats/jks/write-jks.ts';
import { CLOCK, definition, made, places, seen, unavailableResult } from '../scans.ts';

const PASSWORD = 'sécret-1';
const root = made('Contoso Root', { isCa: true });
const mail = made('mail.contoso.com', { issuer: root });
const other = made('other.contoso.com');
const jks = writeJks([
  { alias: 'mail', key: mail.keyPair.privateKey, certificates: [mail.der, root.der] },
  { alias: 'other', certificates: [other.der] },
]);

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

function pkcs12({ certificatePem, privateKeyPem }: MadeCertificate = mail, password = PASSWORD): Buffer {
  const args = ['pkcs12', '-export', '-name', 'Mail', '-passout', `pass:${password}`];
  return execFileSync('openssl', args, { input: privateKeyPem + certificatePem, stdio: 'pipe' });
}

function storeWith(
  passwordFiles: readonly string[],
  path = directory.at('store'),
  minReliableAgeMs = 2000,
): CertificateStore {
  return openStore({ ...definition(path), passwordFiles }, CLOCK, { minReliableAgeMs });
}

async function shown(store: CertificateStore): Promise<{ readonly found: string[]; readonly events: string[] }> {
  const { value, problems } = await seen(store);
  return {
    found: places(value.certificates, directory.path),
    events: problems.map(({ reason, location }) => `${location.replace(`${directory.path}/`, '')} ${reason}`),
  };
}

describe('a keystore in a store', () => {
  it('is read with the password of a file, without its line end, and its key is matched', async () => {
    directory.write('store/mail.pfx', pkcs12());
    const { value, problems } = await seen(storeWith([directory.write('password', `${PASSWORD}\r\n`)]));
    expect(places(value.certificates, directory.path)).toEqual(['store/mail.pfx#0 matches']);
    expect(value.certificates[0]?.location.alias).toBe('Mail');
    expect(problems).toEqual([]);
  });

  it('is opened by any of several passwords', async () => {
    directory.write('store/a.p12', pkcs12(mail, 'first'));
    directory.write('store/b/b.p12', pkcs12(other, 'second'));
    const files = [directory.write('1', 'second\n'), directory.write('2', 'first')];
    expect(await shown(storeWith(files))).toEqual({
      found: ['store/a.p12#0 matches', 'store/b/b.p12#0 matches'],
      events: [],
    });
  });

  it('can be a JKS: its key is unreadable without the password, and does not affect other certificates', async () => {
    directory.write('store/cacerts', jks);
    const { value } = await seen(storeWith([]));
    expect(value.certificates.map(({ location, key }) => [location.alias, key.kind])).toEqual([
      ['mail', 'unreadable'],
      ['mail', 'missing'],
      ['other', 'missing'],
    ]);
    expect((await shown(storeWith([]))).events).toEqual(['store/cacerts password_missing']);
    const opened = await shown(storeWith([directory.write('password', JKS_PASSWORD)]));
    expect(opened).toEqual({
      found: ['store/cacerts#0 matches', 'store/cacerts#1 missing', 'store/cacerts#2 missing'],
      events: [],
    });
  });

  it('can be a PKCS#7, with its key next to it', async () => {
    directory.write('store/mail.p7b', pkcs7Of(mail.certificatePem + root.certificatePem));
    directory.write('store/mail.key', mail.privateKeyPem);
    expect(await shown(storeWith([]))).toEqual({
      found: ['store/mail.p7b#0 matches', 'store/mail.p7b#1 missing'],
      events: [],
    });
  });

  it('has the right key, however its certificate encodes the public key', async () => {
    const compressed = made('mail', { keyPair: mail.keyPair, compressedPoint: true });
    directory.write(
      'store/cacerts',
      writeJks([{ alias: 'a', key: mail.keyPair.privateKey, certificates: [compressed.der] }]),
    );
    const files = [directory.write('password', JKS_PASSWORD)];
    expect((await shown(storeWith(files))).found).toEqual(['store/cacerts#0 matches']);
  });
});

describe('a keystore that stays closed', () => {
  beforeEach(() => {
    directory.write('store/mail.pfx', pkcs12());
    directory.write('store/other.pem', other.certificatePem);
  });

  it.each([
    ['no password', [], ['store/mail.pfx password_missing']],
    ['another password', ['another'], ['store/mail.pfx password_wrong']],
    ['a password of 1 KiB', ['x'.repeat(1024)], ['store/mail.pfx password_wrong']],
    ['a password that is too long', ['x'.repeat(1025)], ['password0 too_large', 'store/mail.pfx password_missing']],
  ])('with %s is a problem next to the others, and no password is printed', async (_which, passwords, events) => {
    const files = passwords.map((password, index) => directory.write(`password${index}`, password));
    const store = storeWith(files);
    expect(await shown(store)).toEqual({ found: ['store/other.pem#0 missing'], events });
    const { problems } = await seen(store);
    expect(JSON.stringify(problems)).not.toMatch(/another|xxx/);
  });

  it('hides its content until a password opens it: the content of the store is unknown', async () => {
    const store = storeWith([directory.at('password')], directory.at('store'), -60_000);
    const { value } = await seen(store);
    // The file was read itself, so that it does not delay a warning about a selected certificate.
    expect([value.unreadablePaths, value.unreadableSinceStart]).toEqual([[directory.at('store/mail.pfx')], []]);
    directory.write('password', PASSWORD);
    expect((await seen(store)).value.unreadablePaths).toEqual([]);
  });

  it('hides nothing if its certificates are readable and only its keys are closed', async () => {
    directory.write('keys/mail.jks', jks);
    const { value } = await seen(storeWith([directory.write('password', 'another')], directory.at('keys')));
    expect([value.certificates.length, value.unreadablePaths]).toEqual([3, []]);
  });

  it('because its password file is missing, no file, or unreadable has that reason', async () => {
    const refused = directory.write('refused', PASSWORD, 0);
    chmodSync(directory.path, 0o755);
    const files = [directory.at('nowhere'), directory.path, refused];
    const { problems } = await asUnprivileged(() => seen(storeWith(files)));
    expect(
      problems.map(({ reason, location, failure }) => `${reason} ${location} ${failureText(failure, 'en')}`),
    ).toEqual([
      `not_found ${directory.at('nowhere')} a password file: ENOENT`,
      `not_a_regular_file ${directory.path} a password file`,
      `permission_denied ${refused} a password file: EACCES`,
      `password_missing ${directory.at('store/mail.pfx')} it has a password, but none is configured`,
    ]);
  });

  it('makes a store unavailable that has nothing else', async () => {
    const { problem } = await unavailableResult(storeWith([], directory.at('store/mail.pfx')));
    expect(problem).toMatchObject({ reason: 'password_missing', location: directory.at('store/mail.pfx') });
    const inDirectory = await unavailableResult(storeWith([], directory.at('store/*.pfx')));
    expect(failureText(inDirectory.problem.failure, 'en')).toContain(`${directory.at('store/mail.pfx')}: `);
  });

  it('is listed with the others in the problem of a store that has only such keystores', async () => {
    const keystore = pkcs12();
    const paths = Array.from({ length: 12 }, (_, index) => directory.at(`locked/${String(index + 10)}.pfx`));
    for (const path of paths) directory.write(path.slice(directory.path.length + 1), keystore);
    const detailOf = async (glob: string): Promise<string> =>
      failureText((await unavailableResult(storeWith([], directory.at(glob)))).problem.failure, 'en');
    const why = 'it has a password, but none is configured';
    expect(await detailOf('locked/1[0-2].pfx')).toBe(`${paths.slice(0, 3).join(', ')}: ${why}`);
    const locked = await unavailableResult(storeWith([], directory.at('locked')));
    expect(failureText(locked.problem.failure, 'ja')).toBe(
      `${paths.slice(0, 10).join('、')} ほか 2 個: パスワードで保護されていますが、パスワードが構成されていません`,
    );
    expect(await detailOf('locked')).toBe(`${paths.slice(0, 10).join(', ')} and 2 more: ${why}`);
  });

  it('is opened when the password is added, and not retried before', async () => {
    const store = storeWith([directory.at('password')], directory.at('store'), -60_000);
    expect((await shown(store)).events).toEqual(['password not_found', 'store/mail.pfx password_missing']);
    directory.write('password', 'another');
    expect((await shown(store)).events).toEqual(['store/mail.pfx password_wrong']);
    directory.write('password', PASSWORD);
    expect(await shown(store)).toEqual({
      found: ['store/mail.pfx#0 matches', 'store/other.pem#0 missing'],
      events: [],
    });
    const once = await seen(store);
    expect((await seen(store)).value).toBe(once.value);
  });

  it('with hostile content takes a limited time', async () => {
    using hostile = temporaryDirectory();
    const args = ['pkcs12', '-export', '-iter', '150000', '-passout', 'pass:a', '-macalg', 'sha1', '-certpbe'];
    const input = mail.privateKeyPem + mail.certificatePem;
    hostile.write('a.p12', execFileSync('openssl', [...args, 'PBE-SHA1-3DES'], { input, stdio: 'pipe' }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await unavailableResult(storeWith([directory.write('password', 'another')], hostile.path));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});
