import { chmodSync, existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NamedKeys } from '../../../../src/adapters/file-store/keys/named-keys.ts';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import { problemLocation } from '../../../../src/domain/failure/problem-location.ts';
import {
  type KeyKind,
  type MadeCertificate,
  makeCertificate,
  makeKeyPair,
} from '../../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { CLOCK, definition, made, NOON, places, seen, storeAt } from '../scans.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

async function found(path: string = directory.path): Promise<string[]> {
  return places((await seen(storeAt(path))).value.certificates, directory.path);
}

async function problems(path: string = directory.path): Promise<string[]> {
  const result = await seen(storeAt(path));
  return result.problems.map(
    (problem) => `${problemLocation(problem).replace(`${directory.path}/`, '')} ${problem.reason}`,
  );
}

const one = made('mail.contoso.com');
const other = made('other.contoso.com');

describe('a file of certificates', () => {
  it('has a result for each block: a truncated one hides no other', async () => {
    const truncated = other.certificatePem.slice(0, 200);
    directory.write('bundle.pem', `${one.certificatePem}${truncated}\n${made('third').certificatePem}`);
    expect(await found()).toEqual(['bundle.pem#0 missing', 'bundle.pem#2 missing']);
    expect(await problems()).toEqual(['bundle.pem#1 pem_unterminated']);
  });

  it('can be DER', async () => {
    directory.write('mail.der', one.der);
    expect(await found()).toEqual(['mail.der#0 missing']);
  });

  it('can contain a certificate that expires in 9999, and one that expired before 1970', async () => {
    const [late, early] = [Date.parse('9999-12-31T23:59:59Z'), Date.parse('1969-12-31T23:59:59Z')];
    directory.write(
      'late.pem',
      makeCertificate({ commonName: 'late', notBefore: NOON, notAfter: late }).certificatePem,
    );
    directory.write(
      'early.pem',
      makeCertificate({ commonName: 'early', notBefore: Date.parse('1951-01-01T00:00:00Z'), notAfter: early })
        .certificatePem,
    );
    const { value } = await seen(storeAt(directory.path));
    expect(value.certificates.map(({ certificate }) => certificate.notAfter)).toEqual([early, late]);
    expect(await problems()).toEqual([]);
  });

  it('without a block is empty, and a keystore of an unsupported format is one problem', async () => {
    directory.write('README', 'certificates\n');
    directory.write('empty.pem', '');
    directory.write('random.bin', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]));
    directory.write('secrets', Buffer.from('cececece0000000200000000', 'hex'));
    expect(await found()).toEqual([]);
    expect(await problems()).toEqual(['secrets format_not_read']);
  });
});

describe('a private key', () => {
  it.each<KeyKind>(['rsa', 'ec', 'ed25519', 'rsa-pss'])('of type %s is matched', async (key) => {
    const { certificatePem, privateKeyPem } = made('mail', { key });
    directory.write('a/mail.pem', certificatePem + privateKeyPem);
    directory.write('b/mail.crt', certificatePem);
    directory.write('b/mail.key', made('mail', { key }).privateKeyPem);
    expect(await found()).toEqual(['a/mail.pem#0 matches', 'b/mail.crt#0 differs']);
    expect(await problems()).toEqual([]);
  });

  it.each([
    ['in the same file, before the certificate', { 'mail.pem': one.privateKeyPem + one.certificatePem }, 'mail.pem'],
    ['as privkey.pem', { 'mail.pem': one.certificatePem, 'privkey.pem': one.privateKeyPem }, 'mail.pem'],
    ['as NAME.key next to NAME.crt', { 'mail.crt': one.certificatePem, 'mail.key': one.privateKeyPem }, 'mail.crt'],
    ['as NAME.key next to NAME.cer', { 'mail.cer': one.certificatePem, 'mail.key': one.privateKeyPem }, 'mail.cer'],
    ['as NAME.key next to NAME.pem', { 'mail.pem': one.certificatePem, 'mail.key': one.privateKeyPem }, 'mail.pem'],
  ] as const)('is found %s, in a directory, a glob and next to a file', async (_where, files, certificate) => {
    for (const [name, content] of Object.entries(files)) directory.write(name, content);
    const expected = [`${certificate}#0 matches`];
    expect(await found()).toEqual(expected);
    expect(await found(directory.at('*.[cp]e[mr]'))).toEqual(certificate.endsWith('.crt') ? [] : expected);
    expect(await found(directory.at(certificate))).toEqual(expected);
  });

  it.each([
    ['SEC 1', 'ec', { type: 'sec1', format: 'der' }],
    ['PKCS #1', 'rsa', { type: 'pkcs1', format: 'der' }],
    ['PKCS #8', 'ed25519', { type: 'pkcs8', format: 'der' }],
  ] as const)('in DER as %s is matched', async (_encoding, key, encoding) => {
    const { certificatePem, keyPair } = made('mail', { key });
    directory.write('mail.crt', certificatePem);
    const exported =
      encoding.type === 'sec1' || encoding.type === 'pkcs1'
        ? keyPair.privateKey.export({ ...encoding })
        : keyPair.privateKey.export({ ...encoding });
    directory.write('mail.key', exported);
    expect(await found()).toEqual(['mail.crt#0 matches']);
  });

  it('that exists nowhere is missing', async () => {
    directory.write('mail.pem', one.certificatePem);
    directory.write('unrelated.key', other.privateKeyPem);
    expect(await found()).toEqual(['mail.pem#0 missing']);
  });

  it('is found by its public key in any directory of the store, and followed from scan to scan', async () => {
    directory.write('certs/mail.pem', one.certificatePem);
    const key = directory.write('private/some-name.pem', one.privateKeyPem, 0o600);
    const store = storeAt(directory.path, { minReliableAgeMs: -60_000 });
    const scan = async (): Promise<unknown> => (await seen(store)).value.certificates.map((each) => each.key);
    expect(await scan()).toEqual([expect.objectContaining({ kind: 'matches', path: key })]);
    rmSync(key);
    expect(await scan()).toEqual([expect.objectContaining({ kind: 'missing', path: undefined })]);
    directory.write('private/again.pem', other.privateKeyPem + one.privateKeyPem, 0o600);
    expect(await scan()).toEqual([
      expect.objectContaining({ kind: 'matches', path: directory.at('private/again.pem') }),
    ]);
  });

  it('that everyone can read is exposed in another directory too', async () => {
    directory.write('certs/mail.pem', one.certificatePem);
    directory.write('private/mail.pem', one.privateKeyPem, 0o644);
    chmodSync(directory.path, 0o755);
    const { value } = await seen(storeAt(directory.path));
    expect(value.certificates[0]?.key.access.isExposed).toBe(true);
  });

  it('that is the wrong one next to the certificate differs, although the right one is in another directory', async () => {
    directory.write('live/mail.crt', one.certificatePem);
    directory.write('live/mail.key', other.privateKeyPem);
    directory.write('archive/one.key', one.privateKeyPem);
    expect(await found()).toEqual(['live/mail.crt#0 differs']);
  });

  it('can be one that a connector names, outside of the store', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const path = directory.write('private/smtpd.key', one.privateKeyPem, 0o600);
    const namedKeys = new NamedKeys(-60_000);
    const store = storeAt(directory.at('store'), { minReliableAgeMs: -60_000, namedKeys });
    const scan = async (): Promise<string | undefined> => (await seen(store)).value.certificates[0]?.key.path;
    expect(await scan()).toBeUndefined();
    namedKeys.setPaths([path]);
    expect(await scan()).toBe(path);
    const before = (await seen(store)).value;
    namedKeys.setPaths([path]);
    expect((await seen(store)).value).toBe(before);
    directory.write('private/smtpd.key', other.privateKeyPem, 0o600);
    namedKeys.setPaths([path]);
    expect(await scan()).toBeUndefined();
  });

  it('that a connector names is not searched if the store defines its keys', async () => {
    const mail = directory.write('store/mail.pem', one.certificatePem);
    const wrong = directory.write('wrong.key', other.privateKeyPem);
    const namedKeys = new NamedKeys(-60_000);
    namedKeys.setPaths([directory.write('right.key', one.privateKeyPem)]);
    const store = openStore({ ...definition(mail), keyFiles: [wrong] }, CLOCK, { namedKeys });
    const { value } = await seen(store);
    expect(value.certificates[0]?.key.kind).toBe('differs');
  });

  it('that matches another certificate next to it is not a wrong key of this one', async () => {
    directory.write('mail.pem', one.certificatePem);
    directory.write('old.pem', other.certificatePem);
    directory.write('privkey.pem', one.privateKeyPem);
    expect(await found()).toEqual(['mail.pem#0 matches', 'old.pem#0 missing']);
  });

  it("of a bundle is the leaf's; the intermediates have none", async () => {
    const root = made('Root', { isCa: true });
    const middle = made('Middle', { isCa: true, issuer: root });
    const leaf = made('mail.contoso.com', { issuer: middle });
    directory.write('mail.pem', leaf.certificatePem + middle.certificatePem + root.certificatePem);
    directory.write('mail.key', leaf.privateKeyPem);
    expect(await found()).toEqual(['mail.pem#0 matches', 'mail.pem#1 missing', 'mail.pem#2 missing']);
  });

  it.each([
    ['key_encrypted', encrypted(one, 'pkcs8')],
    ['key_encrypted', encrypted(one, 'sec1')],
    ['key_malformed', one.privateKeyPem.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')],
    ['key_malformed', '-----BEGIN PRIVATE KEY-----\n'],
    ['key_malformed', ''],
  ])('that cannot be read is unreadable, never missing: %s', async (reason, key) => {
    directory.write('mail.crt', one.certificatePem);
    directory.write('mail.key', key);
    expect(await found()).toEqual(['mail.crt#0 unreadable']);
    const { problems } = await seen(storeAt(directory.path));
    expect(problems).toEqual([expect.objectContaining({ reason, location: directory.at('mail.key') })]);
    for (const line of key.split('\n').filter((text) => text.length > 20 && !text.startsWith('-'))) {
      expect(JSON.stringify(problems)).not.toContain(line);
    }
  });

  it('that cannot be read is not reported while no certificate needs it', async () => {
    directory.write('lonely.key', encrypted(one));
    directory.write('mail.pem', other.certificatePem + other.privateKeyPem);
    directory.write('mail.key', encrypted(one));
    expect(await found()).toEqual(['mail.pem#0 matches']);
    expect(await problems()).toEqual([]);
  });

  it('matches although the certificate encodes the public key differently', async () => {
    const keyPair = makeKeyPair('ec');
    const compressed = made('mail', { keyPair, compressedPoint: true });
    directory.write('mail.crt', compressed.certificatePem);
    directory.write('mail.key', compressed.privateKeyPem);
    expect(await found()).toEqual(['mail.crt#0 matches']);
  });
});

describe('a directory of certbot', () => {
  const middle = made('Middle', { isCa: true, issuer: made('Root', { isCa: true }) });
  const leaf = made('mail.contoso.com', { issuer: middle });

  function archive(number: number): void {
    directory.write(`archive/mail/cert${number}.pem`, leaf.certificatePem);
    directory.write(`archive/mail/chain${number}.pem`, middle.certificatePem);
    directory.write(`archive/mail/fullchain${number}.pem`, leaf.certificatePem + middle.certificatePem);
    directory.write(`archive/mail/privkey${number}.pem`, leaf.privateKeyPem, 0o600);
  }

  it('counts the certificate once, with its key, whether it is read by its directory, a glob or completely', async () => {
    archive(1);
    for (const part of ['cert', 'chain', 'fullchain', 'privkey']) {
      directory.link(`live/mail/${part}.pem`, `../../archive/mail/${part}1.pem`);
    }
    directory.write('live/README', 'text');
    expect(await found(directory.at('live'))).toEqual([
      'live/mail/cert.pem#0 matches',
      'live/mail/chain.pem#0 missing',
    ]);
    expect(await found(directory.at('live/*/fullchain.pem'))).toEqual([
      'live/mail/fullchain.pem#0 matches',
      'live/mail/fullchain.pem#1 missing',
    ]);
    expect(await found()).toEqual(['archive/mail/cert1.pem#0 matches', 'archive/mail/chain1.pem#0 missing']);
    expect(await problems()).toEqual([]);
  });
});

describe('the services of a certificate', () => {
  async function services(): Promise<readonly string[]> {
    const { value } = await seen(storeAt(directory.path));
    return value.certificates[0]?.services ?? [];
  }

  it("are the store's, unless certificate.yaml next to it says otherwise", async () => {
    directory.write('x/certificate.pem', one.certificatePem);
    expect(await services()).toEqual(['SMTP']);
    directory.write('x/certificate.yaml', 'services: [IMAP, POP]\nticket: 4711\n');
    expect(await services()).toEqual(['IMAP', 'POP']);
    directory.write('x/certificate.yaml', 'services: []\n');
    expect(await services()).toEqual([]);
    directory.write('x/certificate.yaml', 'ticket: 4711\n');
    expect(await services()).toEqual(['SMTP']);
  });

  it("are known to be the certificate's own, also if they equal those of the store", async () => {
    const areOwn = async (): Promise<boolean | undefined> =>
      (await seen(storeAt(directory.path))).value.certificates[0]?.hasOwnServices;
    directory.write('x/certificate.pem', one.certificatePem);
    directory.write('x/certificate.yaml', 'ticket: 4711\n');
    expect(await areOwn()).toBe(false);
    directory.write('x/certificate.yaml', 'services: [SMTP]\n');
    expect(await areOwn()).toBe(true);
  });

  it.each(['services: SMTP', 'services: [FAX]', 'services: [', 'services: [1]'])(
    "are the store's, with a problem, if certificate.yaml says %j",
    async (text) => {
      directory.write('x/certificate.pem', one.certificatePem);
      directory.write('x/certificate.yaml', text);
      expect(await services()).toEqual(['SMTP']);
      expect(await problems()).toEqual(['x/certificate.yaml configuration_invalid']);
    },
  );
});

describe('/etc/ssl/certs', () => {
  const place = '/etc/ssl/certs';
  it.skipIf(!existsSync(place))("of this machine is read without a problem, including Java's keystore", async () => {
    const { value, problems } = await seen(storeAt(place));
    expect(problems).toEqual([]);
    const inPlace = value.certificates.filter(({ location }) => dirname(location.path) === place);
    const thumbprints = inPlace.map(({ certificate }) => certificate.thumbprint);
    expect(new Set(thumbprints).size).toBe(thumbprints.length);
    const inKeystore = value.certificates.filter(({ location }) => location.path === `${place}/java/cacerts`);
    if (existsSync(`${place}/java/cacerts`)) expect(inKeystore.length).toBeGreaterThan(50);
    expect(inKeystore.filter(({ location }) => location.alias === undefined)).toEqual([]);
    expect(value.certificates.filter(({ location }) => /\/[0-9a-f]{8}\.\d+$/.test(location.path))).toEqual([]);
  });
});

function encrypted({ keyPair }: MadeCertificate, type: 'pkcs8' | 'sec1' = 'pkcs8'): string {
  const { privateKey } = keyPair;
  return String(privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }));
}
