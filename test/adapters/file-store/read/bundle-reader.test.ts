import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleReader } from '../../../../src/adapters/file-store/read/bundle-reader.ts';
import { problemLocation } from '../../../../src/domain/failure/problem-location.ts';
import type { ImportedFile } from '../../../../src/domain/store-change/imported-file.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { pkcs7Of } from '../../../fixtures/keystores.ts';
import { type MadeCertificate, pem } from '../../../fixtures/make-certificate.ts';
import { randomFrom } from '../../../fixtures/random.ts';
import { spoil } from '../../../fixtures/spoil.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { writeJks } from '../../../formats/jks/write-jks.ts';
import { made } from '../scans.ts';

/** The password in `writeJks`. */
const PASSWORD = 'sécret-1';
const root = made('Contoso Root', { isCa: true });
const mail = made('mail.contoso.com', { issuer: root });
const other = made('other.contoso.com', { key: 'rsa' });

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const read = (path: string, ...passwordFiles: readonly string[]): Promise<ImportedFile> =>
  bundleReader.read(path, passwordFiles, new AbortController().signal);

const keyFile = ({ keyPair }: MadeCertificate, form: 'pkcs1' | 'sec1' | 'pkcs8', passphrase?: string): string => {
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return String(keyPair.privateKey.export({ type: form, format: 'pem', ...encryption }));
};

const names = ({ certificates }: ImportedFile): string[] => certificates.map(({ certificate }) => certificate.subject);
const textOf = ({ problems }: ImportedFile): string[] =>
  problems.map((problem) => `${problemLocation(problem).replace(`${directory.path}/`, '')} ${problem.reason}`);

/** Returns the subjects of the certificates whose keys are in the file. */
function owners({ certificates, keys }: ImportedFile): string[] {
  return certificates.flatMap(({ certificate }) => {
    const key = keys.get(certificate.publicKeySha256);
    return key === undefined ? [] : [certificate.subject];
  });
}

function pkcs12(password: string): Buffer {
  const args = ['pkcs12', '-export', '-name', 'Mail', '-passout', `pass:${password}`];
  const input = mail.privateKeyPem + mail.certificatePem + root.certificatePem;
  return execFileSync('openssl', args, { input, stdio: 'pipe' });
}

const BOTH = ['CN=mail.contoso.com', 'CN=Contoso Root'];

describe('a file to import', () => {
  it.each<[string, () => string | Buffer, readonly string[], readonly string[]]>([
    ['PEM', () => mail.certificatePem + root.certificatePem + mail.privateKeyPem, BOTH, BOTH.slice(0, 1)],
    ['PEM, the key first', () => mail.privateKeyPem + mail.certificatePem, BOTH.slice(0, 1), BOTH.slice(0, 1)],
    ['PEM with a SEC 1 key', () => keyFile(mail, 'sec1') + mail.certificatePem, BOTH.slice(0, 1), BOTH.slice(0, 1)],
    [
      'PEM with a PKCS#1 key',
      () => keyFile(other, 'pkcs1') + other.certificatePem,
      ['CN=other.contoso.com'],
      ['CN=other.contoso.com'],
    ],
    [
      'PEM with an encrypted key',
      () => keyFile(mail, 'pkcs8', PASSWORD) + mail.certificatePem,
      BOTH.slice(0, 1),
      BOTH.slice(0, 1),
    ],
    [
      'PEM with its own encryption',
      () => keyFile(mail, 'sec1', PASSWORD) + mail.certificatePem,
      BOTH.slice(0, 1),
      BOTH.slice(0, 1),
    ],
    ['DER', () => mail.der, BOTH.slice(0, 1), []],
    ['PKCS#7 in DER', () => pkcs7Of(mail.certificatePem + root.certificatePem), BOTH, []],
    ['PKCS#7 in PEM', () => pem('PKCS7', pkcs7Of(mail.certificatePem)), BOTH.slice(0, 1), []],
    ['PKCS#12', () => pkcs12(PASSWORD), BOTH, BOTH.slice(0, 1)],
    ['PKCS#12 without a password', () => pkcs12(''), BOTH, BOTH.slice(0, 1)],
    [
      'JKS',
      () => writeJks([{ alias: 'mail', key: mail.keyPair.privateKey, certificates: [mail.der, root.der] }]),
      BOTH,
      BOTH.slice(0, 1),
    ],
  ])('can be %s', async (_, contents, certificates, keys) => {
    const password = directory.write('password', `${PASSWORD}\n`);
    const bundle = await read(directory.write('file', contents()), directory.write('wrong', 'wrong'), password);
    expect(names(bundle)).toEqual(certificates);
    expect(owners(bundle)).toEqual(keys);
    expect(textOf(bundle)).toEqual([]);
    for (const key of bundle.keys.values()) {
      expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
      expect(createPrivateKey(key).type).toBe('private');
    }
  });

  it('has each certificate once, in PEM, at its first position', async () => {
    const text = root.certificatePem + mail.certificatePem + root.certificatePem;
    const bundle = await read(directory.write('file', `text\n${text}`.replaceAll('\n', '\r\n')));
    expect(bundle.certificates.map(({ pem: one }) => one)).toEqual([root.certificatePem, mail.certificatePem]);
  });

  it('assigns a key to the certificate that it matches, even if that encodes the public key differently', async () => {
    const compressed = made('mail.contoso.com', { compressedPoint: true });
    const bundle = await read(directory.write('file', compressed.certificatePem + compressed.privateKeyPem));
    expect(owners(bundle)).toEqual(['CN=mail.contoso.com']);
  });

  it('has the friendly name of a certificate in a keystore', async () => {
    const password = directory.write('password', PASSWORD);
    const { certificates } = await read(directory.write('file', pkcs12(PASSWORD)), password);
    expect(certificates.map(({ friendlyName }) => friendlyName)).toEqual(['Mail', undefined]);
  });

  it('can be empty, and a request counts as nothing', async () => {
    const request = '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n';
    for (const contents of ['', 'text\n', request]) {
      const bundle = await read(directory.write('file', contents));
      expect([bundle.certificates, bundle.keys.size, bundle.problems]).toEqual([[], 0, []]);
    }
  });
});

describe('an unreadable part of a file to import has its reason', () => {
  it.each<[string, () => string | Buffer, readonly string[], readonly string[], readonly string[]]>([
    ['a PKCS#12 without its password', () => pkcs12(PASSWORD), [], [], ['file password_missing']],
    ['a PKCS#12 with others', () => pkcs12(PASSWORD), ['a', 'b'], [], ['file password_wrong']],
    [
      'an encrypted key without its password',
      () => keyFile(mail, 'pkcs8', PASSWORD) + mail.certificatePem,
      [],
      BOTH.slice(0, 1),
      ['file key_encrypted'],
    ],
    [
      'an encrypted key with others',
      () => keyFile(mail, 'pkcs8', PASSWORD) + mail.certificatePem,
      ['a'],
      BOTH.slice(0, 1),
      ['file password_wrong'],
    ],
    [
      'a key that is none',
      () => pem('PRIVATE KEY', Buffer.from('3000', 'hex')) + mail.certificatePem,
      [],
      BOTH.slice(0, 1),
      ['file key_malformed'],
    ],
    [
      'a certificate cut short',
      () => mail.certificatePem + root.certificatePem.slice(0, 200),
      [],
      BOTH.slice(0, 1),
      ['file#1 pem_unterminated'],
    ],
    ['a PKCS#12 cut short', () => pkcs12(PASSWORD).subarray(0, 500), [], [], ['file keystore_malformed']],
    ['a keystore that is not read', () => Buffer.from('cececece00000002', 'hex'), [], [], ['file format_not_read']],
  ])('%s', async (_, contents, passwords, certificates, problems) => {
    const files = passwords.map((password, index) => directory.write(`password-${index}`, password));
    const bundle = await read(directory.write('file', contents()), ...files);
    expect(names(bundle)).toEqual(certificates);
    expect(textOf(bundle)).toEqual(problems);
    expect(bundle.keys.size).toBe(0);
  });

  it('for a missing file, a directory, a file that is too large, and a missing password file', async () => {
    mkdirSync(directory.at('directory'));
    expect(textOf(await read(directory.at('none')))).toEqual(['none not_found']);
    expect(textOf(await read(directory.at('directory')))).toEqual(['directory not_a_regular_file']);
    expect(textOf(await read(directory.write('large', Buffer.alloc(17_000_000))))).toEqual(['large too_large']);
    const bundle = await read(directory.write('mail.p12', pkcs12(PASSWORD)), directory.at('password'));
    expect(textOf(bundle)).toEqual(['password not_found', 'mail.p12 password_missing']);
  });

  it('for a file that may not be read', async () => {
    const path = directory.write('mail.pem', mail.certificatePem, 0o600);
    chmodSync(directory.path, 0o755);
    chmodSync(path, 0o000);
    const bundle = await asUnprivileged(() => read(path));
    expect(textOf(bundle)).toEqual(['mail.pem permission_denied']);
  });

  it('without any password or key', async () => {
    const file = directory.write('file', pkcs12(PASSWORD));
    const bundle = await read(file, directory.write('password', 'another-secret'));
    expect(JSON.stringify(bundle.problems)).not.toContain('another-secret');
  });
});

it('any change of a file to import has a result or an error', async () => {
  const random = randomFrom(20_261_125);
  const encrypted = execFileSync('openssl', ['pkcs8', '-topk8', '-iter', '2', '-passout', `pass:${PASSWORD}`], {
    input: mail.privateKeyPem,
    stdio: 'pipe',
  });
  const seeds = [
    Buffer.from(mail.certificatePem + mail.privateKeyPem + root.certificatePem),
    Buffer.concat([Buffer.from(mail.certificatePem), encrypted]),
    other.keyPair.privateKey.export({ type: 'pkcs8', format: 'der' }),
    writeJks([{ alias: 'mail', key: mail.keyPair.privateKey, certificates: [mail.der, root.der] }]),
  ] as const;
  const password = directory.write('password', PASSWORD);
  let found = 0;
  for (let round = 0; round < 400; round += 1) {
    const bundle = await read(directory.write('file', spoil(random.oneOf(seeds), random)), password);
    found += bundle.certificates.length + bundle.keys.size;
  }
  expect(found).toBeGreaterThan(100);
});

describe('the key next to a certificate file', () => {
  it.each([
    ['live/fullchain.pem', 'live/privkey.pem'],
    ['archive/cert3.pem', 'archive/privkey3.pem'],
    ['mail.crt', 'mail.key'],
  ])('of the certificate in %s is read from %s', async (name, key) => {
    const path = directory.write(name, mail.certificatePem + root.certificatePem);
    directory.write(key, keyFile(mail, 'pkcs8', PASSWORD));
    const bundle = await read(path, directory.write('password', PASSWORD));
    expect([names(bundle), owners(bundle), textOf(bundle)]).toEqual([BOTH, BOTH.slice(0, 1), []]);
  });

  it('is not searched if the file contains one', async () => {
    const path = directory.write('mail.crt', mail.certificatePem + mail.privateKeyPem);
    directory.write('mail.key', 'no key\n-----BEGIN PRIVATE KEY-----\n');
    expect(textOf(await read(path))).toEqual([]);
  });

  it('is not used if it belongs to another certificate, and has a reason if it cannot be opened', async () => {
    const path = directory.write('mail.crt', mail.certificatePem);
    directory.write('mail.key', other.privateKeyPem + other.certificatePem);
    const bundle = await read(path);
    expect([names(bundle), bundle.keys.size, textOf(bundle)]).toEqual([BOTH.slice(0, 1), 0, []]);
    directory.write('mail.key', keyFile(mail, 'pkcs8', PASSWORD));
    expect(textOf(await read(path))).toEqual(['mail.key key_encrypted']);
  });
});
