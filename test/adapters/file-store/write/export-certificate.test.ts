import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import { bundleReader } from '../../../../src/adapters/file-store/read/bundle-reader.ts';
import { certificateExporter } from '../../../../src/adapters/file-store/write/export-certificate.ts';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../../src/domain/connector/connector.ts';
import { ExportError } from '../../../../src/work/errors.ts';
import type { ExportTarget } from '../../../../src/work/ports/stores.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import type { KeyKind, MadeCertificate } from '../../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { writeJks } from '../../../formats/jks/write-jks.ts';
import { needs, needsRoot } from '../../../peers/needs.ts';
import { CLOCK, definition, made, seen } from '../scans.ts';

/** The password in `writeJks`. */
const PASSWORD = 'sécret-1';
const root = made('Contoso Root', { isCa: true, key: 'rsa' });
const middle = made('Contoso CA', { isCa: true, issuer: root });
const mail = made('mail.contoso.com', { issuer: middle });
const other = made('other.contoso.com');
const CHAIN = middle.certificatePem + root.certificatePem;

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  directory.write('store-password', PASSWORD);
});
afterEach(() => directory[Symbol.dispose]());

/** Returns the store, with the password of its keystores. */
function store(): StoreDefinition {
  return { ...definition(directory.at('store')), passwordFiles: [directory.at('store-password')] };
}

async function storedAs(thumbprint = mail.thumbprint): Promise<StoredCertificate> {
  const { value } = await seen(openStore(store(), CLOCK, { minReliableAgeMs: 0 }));
  const found = value.certificates.find(({ certificate }) => certificate.thumbprint === thumbprint);
  if (found === undefined) throw new Error('it is not in the store');
  return found;
}

function exportTo(stored: StoredCertificate, target: Partial<ExportTarget> = {}): Promise<void> {
  const path = directory.at('out');
  return certificateExporter([store()]).export(stored, { path, format: 'pem', passwordFile: undefined, ...target });
}

function pkcs12({ privateKeyPem, certificatePem }: MadeCertificate): Buffer {
  const args = ['pkcs12', '-export', '-name', 'Mail', '-passout', `pass:${PASSWORD}`];
  return execFileSync('openssl', args, { input: privateKeyPem + certificatePem + CHAIN, stdio: 'pipe' });
}

const encryptedKey = ({ keyPair }: MadeCertificate): string =>
  String(keyPair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSWORD }));

/** Returns the content of the exported file, as `bundleReader` reads it. */
async function exportedAs(...passwordFiles: readonly string[]): Promise<{ thumbprints: string[]; fits: boolean }> {
  const bundle = await bundleReader.read(directory.at('out'), passwordFiles, new AbortController().signal);
  expect(bundle.problems).toEqual([]);
  const [first] = bundle.certificates;
  const key = bundle.keys.get(first?.certificate.publicKeySha256 ?? '');
  return {
    thumbprints: bundle.certificates.map(({ certificate }) => certificate.thumbprint),
    fits: key !== undefined && new X509Certificate(first?.pem ?? '').checkPrivateKey(createPrivateKey(key)),
  };
}

const WHOLE = { thumbprints: [mail.thumbprint, middle.thumbprint, root.thumbprint], fits: true };

/** All ways to store a certificate, its issuers and its key. */
const LAYOUTS: readonly (readonly [string, () => void])[] = [
  [
    'PEM, the key next to it',
    () => {
      directory.write('store/mail.pem', mail.certificatePem + CHAIN);
      directory.write('store/mail.key', mail.privateKeyPem, 0o600);
    },
  ],
  ['PEM, all in one file', () => directory.write('store/mail.pem', mail.privateKeyPem + mail.certificatePem + CHAIN)],
  [
    'PEM in any order, with others',
    () =>
      directory.write(
        'store/mail.pem',
        root.certificatePem +
          other.certificatePem +
          other.privateKeyPem +
          middle.certificatePem +
          mail.certificatePem +
          mail.privateKeyPem,
      ),
  ],
  ['PEM, the key encrypted', () => directory.write('store/mail.pem', mail.certificatePem + CHAIN + encryptedKey(mail))],
  [
    'certbot’s files',
    () => {
      directory.write('store/cert.pem', mail.certificatePem);
      directory.write('store/chain.pem', CHAIN);
      directory.write('store/privkey.pem', mail.privateKeyPem, 0o600);
    },
  ],
  ['a PKCS#12', () => directory.write('store/mail.pfx', pkcs12(mail))],
  [
    'a Java keystore',
    () =>
      directory.write(
        'store/mail.jks',
        writeJks([
          { alias: 'other', key: other.keyPair.privateKey, certificates: [other.der] },
          { alias: 'mail', key: mail.keyPair.privateKey, certificates: [mail.der, middle.der, root.der] },
        ]),
      ),
  ],
];

describe.each(LAYOUTS)('a certificate stored as %s', (_, write) => {
  it('is exported with its issuers and its key, as PKCS#12, as PEM, and as PEM with a password', async () => {
    write();
    const stored = await storedAs();
    const passwordFile = directory.write('password', 'Ünther & co\r\n');
    await exportTo(stored, { format: 'pkcs12', passwordFile });
    expect(await exportedAs(passwordFile)).toEqual(WHOLE);
    execFileSync('rm', [directory.at('out')]);
    await exportTo(stored);
    expect(await exportedAs()).toEqual(WHOLE);
    expect(readFileSync(directory.at('out'), 'utf8')).toContain('\n-----BEGIN PRIVATE KEY-----\n');
    execFileSync('rm', [directory.at('out')]);
    await exportTo(stored, { passwordFile });
    expect(await exportedAs(passwordFile)).toEqual(WHOLE);
    expect(readFileSync(directory.at('out'), 'utf8').match(/-----BEGIN .*-----/g)).toEqual([
      ...Array.from({ length: 3 }, () => '-----BEGIN CERTIFICATE-----'),
      '-----BEGIN ENCRYPTED PRIVATE KEY-----',
    ]);
  });
});

describe('an exported certificate', () => {
  it.each<KeyKind>(['ec', 'rsa', 'ed25519', 'rsa-pss'])('can have a key of type %s', async (key) => {
    const one = made('mail.contoso.com', { key });
    directory.write('store/mail.pem', one.certificatePem + one.privateKeyPem);
    await exportTo(await storedAs(one.thumbprint));
    expect(await exportedAs()).toEqual({ thumbprints: [one.thumbprint], fits: true });
  });

  it('can have a public key with a different encoding than its private key', async () => {
    const one = made('mail.contoso.com', { compressedPoint: true });
    directory.write('store/mail.pem', one.certificatePem + one.privateKeyPem);
    await exportTo(await storedAs(one.thumbprint));
    expect(await exportedAs()).toEqual({ thumbprints: [one.thumbprint], fits: true });
  });

  it('includes no issuer that only has the right name', async () => {
    const namesake = made('Contoso CA', { isCa: true });
    directory.write('store/mail.pem', mail.certificatePem + namesake.certificatePem + mail.privateKeyPem);
    await exportTo(await storedAs());
    expect((await exportedAs()).thumbprints).toEqual([mail.thumbprint]);
  });

  it('has the name in its certificate.yaml, or else its first DNS name', async () => {
    directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    const stored = await storedAs();
    const { certificate, store: of, location, services, key } = stored;
    const passwordFile = directory.write('password', 'secret');
    const requestedBy = { by: 'root', command: 'mailcertd', at: 0 };
    const note = { friendlyName: 'Post 2026', isExportable: true, requestedBy };
    for (const [described, name] of [
      [stored, 'mail.contoso.com'],
      [{ certificate, store: of, location, services, key, note }, 'Post 2026'],
    ] as const) {
      await exportTo(described, { format: 'pkcs12', passwordFile });
      const args = ['pkcs12', '-in', directory.at('out'), '-passin', `file:${passwordFile}`, '-nokeys'];
      expect(execFileSync('openssl', args, { encoding: 'utf8' })).toContain(`friendlyName: ${name}\n`);
      execFileSync('rm', [directory.at('out')]);
    }
  });
});

describe('the exported file', () => {
  it('is for its owner only, whatever the umask', async () => {
    directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    const stored = await storedAs();
    for (const mask of [0o000, 0o077, 0o777]) {
      const before = process.umask(mask);
      try {
        await exportTo(stored, { path: directory.at(`out-${mask}`) });
      } finally {
        process.umask(before);
      }
      expect(statSync(directory.at(`out-${mask}`)).mode & 0o7777).toBe(0o600);
    }
  });

  it('may have the longest possible name', async () => {
    directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    const path = directory.at('あ'.repeat(85));
    await exportTo(await storedAs(), { path });
    expect(statSync(path).isFile()).toBe(true);
  });

  it('belongs to the requesting account', async () => {
    directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem, 0o644);
    chmodSync(directory.path, 0o755);
    mkdirSync(directory.at('theirs'));
    const stored = await storedAs();
    const path = directory.at('theirs/out');
    if (process.geteuid?.() === 0) chownSync(directory.at('theirs'), 65534, 65534);
    const account = await asUnprivileged(async () => {
      await exportTo(stored, { path });
      return process.geteuid?.();
    });
    expect(statSync(path).uid).toBe(account);
  });
});

describe('an export that fails', () => {
  const refused = async (stored: StoredCertificate, target: Partial<ExportTarget> = {}): Promise<string> => {
    const error = await exportTo(stored, target).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ExportError);
    const message = String(error);
    expect(message).toMatch(/^ExportError: cannot export certificate [0-9A-F]{40} to [^\n]+$/);
    return message.replaceAll(`${directory.path}/`, '').replace(/^.*? to \S+: /, '');
  };

  beforeEach(() => {
    directory.write('store/mail.pem', mail.certificatePem);
    directory.write('store/mail.key', mail.privateKeyPem, 0o600);
  });

  it.each<[string, () => Partial<ExportTarget>, string]>([
    ['over a file', () => ({ path: directory.write('there', 'x') }), 'the file already exists; give a new file name'],
    ['over a directory', () => ({ path: directory.path }), 'the file already exists; give a new file name'],
    [
      'into a missing directory',
      () => ({ path: directory.at('none/out') }),
      'ENOENT: its directory does not exist; create it first',
    ],
    [
      'below a file',
      () => ({ path: `${directory.write('there', 'x')}/out` }),
      'ENOTDIR: its directory does not exist; create it first',
    ],
    [
      'as PKCS#12 without a password',
      () => ({ format: 'pkcs12' }),
      'PKCS#12 requires a password; give a password file',
    ],
    [
      'without its password file',
      () => ({ passwordFile: directory.at('none') }),
      'cannot read the password file none: not found (ENOENT); give a file with one line that this account can read',
    ],
    [
      'with an empty password',
      () => ({ passwordFile: directory.write('password', '\n') }),
      'password contains no password; write one into it',
    ],
    [
      'with two lines',
      () => ({ passwordFile: directory.write('password', 'a\nb\n') }),
      'other programs do not accept the password in password; write one line of UTF-8 into it',
    ],
    [
      'with random bytes',
      () => ({ passwordFile: directory.write('password', Buffer.from('ff61fe', 'hex')) }),
      'other programs do not accept the password in password; write one line of UTF-8 into it',
    ],
  ])('%s says so, and changes nothing', async (_, target, message) => {
    const wanted = target();
    const before = readdirSync(directory.path, { recursive: true }).sort();
    expect(await refused(await storedAs(), wanted)).toBe(message);
    expect(readdirSync(directory.path, { recursive: true }).sort()).toEqual(
      [...new Set([...before, 'store-password'])].sort(),
    );
    if (existsSync(directory.at('there'))) expect(readFileSync(directory.at('there'), 'utf8')).toBe('x');
  });

  it.runIf(needsRoot() && needs('mount'))('because the disk is full says so, and leaves no file', async () => {
    const stored = await storedAs();
    mkdirSync(directory.at('full'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', directory.at('full')]);
    try {
      directory.write('full/filler', Buffer.alloc(8192));
      const message = 'ENOSPC: no space left on its file system; free some space and try again';
      expect(await refused(stored, { path: directory.at('full/out') })).toBe(message);
      expect(readdirSync(directory.at('full'))).toEqual(['filler']);
    } finally {
      execFileSync('umount', [directory.at('full')]);
    }
  });

  it('at a dangling link leaves no file at its target', async () => {
    symlinkSync(directory.at('target'), directory.at('out'));
    expect(await refused(await storedAs())).toBe('the file already exists; give a new file name');
    expect(existsSync(directory.at('target'))).toBe(false);
  });

  it('because this account may not write says so', async () => {
    chmodSync(directory.path, 0o755);
    chmodSync(directory.at('store/mail.key'), 0o644);
    const stored = await storedAs();
    await asUnprivileged(async () => {
      expect(() => writeFileSync(directory.at('probe'), '')).toThrow();
      expect(await refused(stored)).toBe('EACCES: no write permission; give a file in a directory of yours');
    });
  });

  it('because the certificate or its key was removed names the place', async () => {
    const stored = await storedAs();
    directory.write('store/mail.key', other.privateKeyPem);
    expect(await refused(stored)).toBe('cannot get its private key from store/mail.key');
    directory.write('store/mail.key', encryptedKey(mail).replace('MI', 'MJ'));
    expect(await refused(stored)).toMatch(
      /^cannot get its private key from store\/mail\.key \(store\/mail\.key: a malformed private key/,
    );
    execFileSync('rm', [directory.at('store/mail.key')]);
    expect(await refused(stored)).toBe('cannot get its private key from store/mail.key (store/mail.key: not found)');
    directory.write('store/mail.pem', other.certificatePem);
    expect(await refused(stored)).toBe(
      'it is no longer in store/mail.pem; to list the certificates: mailcertd certificates',
    );
    execFileSync('rm', [directory.at('store/mail.pem')]);
    expect(await refused(stored)).toBe(
      'it is no longer in store/mail.pem (store/mail.pem: not found); to list the certificates: mailcertd certificates',
    );
    expect(existsSync(directory.at('out'))).toBe(false);
  });

  it('contains no password and no key', async () => {
    const secret = 'never-printed';
    const stored = await storedAs();
    const passwordFile = directory.write('password', `${secret}\n${secret}`);
    const answer = exportTo(stored, { format: 'pkcs12', passwordFile });
    const text = await answer.catch((error: unknown) =>
      error instanceof Error ? `${error.stack}${String(error.cause)}` : '',
    );
    expect(text).toContain('ExportError');
    expect(text).not.toContain(secret);
  });
});
