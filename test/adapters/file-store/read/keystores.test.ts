import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { pkcs7Of } from '../../../fixtures/keystores.ts';
import type { MadeCertificate } from '../../../fixtures/make-certificate.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { PASSWORD as JKS_PASSWORD, writeJks } from '../../../formats/jks/write-jks.ts';
import { blindness, CLOCK, definition, made, places, seen } from '../scans.ts';

const PASSWORD = 'sécret-1';
const root = made('Contoso Root', { isCa: true });
const mail = made('mail.contoso.com', { issuer: root });
const other = made('other.contoso.com');
const jks = writeJks([
  { alias: 'mail', key: mail.keyPair.privateKey, certificates: [mail.der, root.der] },
  { alias: 'other', certificates: [other.der] },
]);

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

function pkcs12({ certificatePem, privateKeyPem }: MadeCertificate = mail, password = PASSWORD): Buffer {
  const args = ['pkcs12', '-export', '-name', 'Mail', '-passout', `pass:${password}`];
  return execFileSync('openssl', args, { input: privateKeyPem + certificatePem, stdio: 'pipe' });
}

function storeWith(
  passwordFiles: readonly string[],
  path = folder.at('store'),
  settlesAfterMs = 2000,
): CertificateStore {
  return openStore({ ...definition(path), passwordFiles }, CLOCK, { settlesAfterMs });
}

async function shown(store: CertificateStore): Promise<{ readonly found: string[]; readonly told: string[] }> {
  const { value, problems } = await seen(store);
  return {
    found: places(value.certificates, folder.path),
    told: problems.map(({ reason, location }) => `${location.replace(`${folder.path}/`, '')} ${reason}`),
  };
}

describe('a keystore in a store', () => {
  it('is read with the password of a file, without its line end, and its key is matched', async () => {
    folder.write('store/mail.pfx', pkcs12());
    const { value, problems } = await seen(storeWith([folder.write('password', `${PASSWORD}\r\n`)]));
    expect(places(value.certificates, folder.path)).toEqual(['store/mail.pfx#0 matches']);
    expect(value.certificates[0]?.location.alias).toBe('Mail');
    expect(problems).toEqual([]);
  });

  it('is opened by any of several passwords', async () => {
    folder.write('store/a.p12', pkcs12(mail, 'first'));
    folder.write('store/b/b.p12', pkcs12(other, 'second'));
    const files = [folder.write('1', 'second\n'), folder.write('2', 'first')];
    expect(await shown(storeWith(files))).toEqual({
      found: ['store/a.p12#0 matches', 'store/b/b.p12#0 matches'],
      told: [],
    });
  });

  it('can be a JKS: its key is unreadable without the password, and does not affect other certificates', async () => {
    folder.write('store/cacerts', jks);
    const { value } = await seen(storeWith([]));
    expect(value.certificates.map(({ location, key }) => [location.alias, key.kind])).toEqual([
      ['mail', 'unreadable'],
      ['mail', 'missing'],
      ['other', 'missing'],
    ]);
    expect((await shown(storeWith([]))).told).toEqual(['store/cacerts password_missing']);
    const opened = await shown(storeWith([folder.write('password', JKS_PASSWORD)]));
    expect(opened).toEqual({
      found: ['store/cacerts#0 matches', 'store/cacerts#1 missing', 'store/cacerts#2 missing'],
      told: [],
    });
  });

  it('can be a PKCS#7, with its key next to it', async () => {
    folder.write('store/mail.p7b', pkcs7Of(mail.certificatePem + root.certificatePem));
    folder.write('store/mail.key', mail.privateKeyPem);
    expect(await shown(storeWith([]))).toEqual({
      found: ['store/mail.p7b#0 matches', 'store/mail.p7b#1 missing'],
      told: [],
    });
  });

  it('has the right key, however its certificate encodes the public key', async () => {
    const compressed = made('mail', { keyPair: mail.keyPair, compressedPoint: true });
    folder.write(
      'store/cacerts',
      writeJks([{ alias: 'a', key: mail.keyPair.privateKey, certificates: [compressed.der] }]),
    );
    const files = [folder.write('password', JKS_PASSWORD)];
    expect((await shown(storeWith(files))).found).toEqual(['store/cacerts#0 matches']);
  });
});

describe('a keystore that stays closed', () => {
  beforeEach(() => {
    folder.write('store/mail.pfx', pkcs12());
    folder.write('store/other.pem', other.certificatePem);
  });

  it.each([
    ['no password', [], ['store/mail.pfx password_missing']],
    ['another password', ['another'], ['store/mail.pfx password_wrong']],
    ['a password of 1 KiB', ['x'.repeat(1024)], ['store/mail.pfx password_wrong']],
    ['a password that is too long', ['x'.repeat(1025)], ['password0 too_large', 'store/mail.pfx password_missing']],
  ])('with %s is a problem next to the others, and no password is printed', async (_which, passwords, told) => {
    const files = passwords.map((password, index) => folder.write(`password${index}`, password));
    const store = storeWith(files);
    expect(await shown(store)).toEqual({ found: ['store/other.pem#0 missing'], told });
    const { problems } = await seen(store);
    expect(JSON.stringify(problems)).not.toMatch(/another|xxx/);
  });

  it('hides its content until a password opens it: the content of the store is unknown', async () => {
    const store = storeWith([folder.at('password')], folder.at('store'), -60_000);
    const { value } = await seen(store);
    // The file itself was read, so that it holds back no warning about a certificate that is selected.
    expect([value.unseen, value.neverSeen]).toEqual([[folder.at('store/mail.pfx')], []]);
    folder.write('password', PASSWORD);
    expect((await seen(store)).value.unseen).toEqual([]);
  });

  it('hides nothing if its certificates are readable and only its keys are closed', async () => {
    folder.write('keys/mail.jks', jks);
    const { value } = await seen(storeWith([folder.write('password', 'another')], folder.at('keys')));
    expect([value.certificates.length, value.unseen]).toEqual([3, []]);
  });

  it('because its password file is missing, no file, or unreadable has that reason', async () => {
    const refused = folder.write('refused', PASSWORD, 0);
    chmodSync(folder.path, 0o755);
    const files = [folder.at('nowhere'), folder.path, refused];
    const { problems } = await asUnprivileged(() => seen(storeWith(files)));
    expect(problems.map(({ reason, location, detail }) => `${reason} ${location} ${detail}`)).toEqual([
      `not_found ${folder.at('nowhere')} a password file: ENOENT`,
      `not_a_regular_file ${folder.path} a password file`,
      `permission_denied ${refused} a password file: EACCES`,
      `password_missing ${folder.at('store/mail.pfx')} it has a password, but none is configured`,
    ]);
  });

  it('makes a store unavailable that has nothing else', async () => {
    const { problem } = await blindness(storeWith([], folder.at('store/mail.pfx')));
    expect(problem).toMatchObject({ reason: 'password_missing', location: folder.at('store/mail.pfx') });
    const inFolder = await blindness(storeWith([], folder.at('store/*.pfx')));
    expect(inFolder.problem.detail).toContain(`${folder.at('store/mail.pfx')}: `);
  });

  it('is opened when the password is added, and not retried before', async () => {
    const store = storeWith([folder.at('password')], folder.at('store'), -60_000);
    expect((await shown(store)).told).toEqual(['password not_found', 'store/mail.pfx password_missing']);
    folder.write('password', 'another');
    expect((await shown(store)).told).toEqual(['store/mail.pfx password_wrong']);
    folder.write('password', PASSWORD);
    expect(await shown(store)).toEqual({
      found: ['store/mail.pfx#0 matches', 'store/other.pem#0 missing'],
      told: [],
    });
    const once = await seen(store);
    expect((await seen(store)).value).toBe(once.value);
  });

  it('with hostile content takes a limited time', async () => {
    using hostile = temporaryFolder();
    const args = ['pkcs12', '-export', '-iter', '150000', '-passout', 'pass:a', '-macalg', 'sha1', '-certpbe'];
    const input = mail.privateKeyPem + mail.certificatePem;
    hostile.write('a.p12', execFileSync('openssl', [...args, 'PBE-SHA1-3DES'], { input, stdio: 'pipe' }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await blindness(storeWith([folder.write('password', 'another')], hostile.path));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});
