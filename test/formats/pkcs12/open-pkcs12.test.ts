import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeystoreParts } from '../../../src/formats/keystore/keystore.ts';
import { children, elementAt, encodingOf } from '../../../src/formats/pkcs7/ber.ts';
import { derivePkcs12, PURPOSE } from '../../../src/formats/pkcs12/derive-key.ts';
import { SHA1 } from '../../../src/formats/pkcs12/digests.ts';
import { openPkcs12 } from '../../../src/formats/pkcs12/open-pkcs12.ts';
import { parsePfx } from '../../../src/formats/pkcs12/parse-pfx.ts';
import { saying } from '../../domain/failure/saying.ts';
import { createEffort, HAS_KEYSTORES, keystoreRows, keytool, type Opening, opening } from '../../fixtures/keystores.ts';
import { type KeyKind, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';
import { needs } from '../../peers/needs.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const root = makeCertificate({ commonName: 'Contoso Root', isCa: true, ...VALID });
const KINDS: readonly KeyKind[] = ['ec', 'rsa', 'ed25519', 'rsa-pss'];
const made = new Map(
  KINDS.map((key) => [key, makeCertificate({ commonName: 'mail.contoso.com', key, issuer: root, ...VALID })]),
);
const mail = made.get('ec') ?? root;

/** Runs `openssl pkcs12 -export` for a certificate with its key and its issuer. */
function exported(options: readonly string[], { certificatePem, privateKeyPem }: MadeCertificate = mail): Buffer {
  using directory = temporaryDirectory();
  const file = directory.write('mail.pem', privateKeyPem + certificatePem + root.certificatePem);
  return execFileSync('openssl', ['pkcs12', '-export', '-in', file, '-name', 'mail', ...options], { stdio: 'pipe' });
}

function fits({ keys: [key] }: Opening, { der }: MadeCertificate): boolean {
  const opened = createPrivateKey({ key: key ?? Buffer.alloc(0), format: 'der', type: 'pkcs8' });
  return new X509Certificate(der).checkPrivateKey(opened);
}

const PASSWORD = 'sécret-1';
const SEALED = ['-passout', `pass:${PASSWORD}`];

describe('a PKCS#12 that openssl made', () => {
  it.each(KINDS)('with a key of type %s has its certificates in order, the alias, and the key', async (kind) => {
    const one = made.get(kind) ?? root;
    const opened = await opening(exported(SEALED, one), [PASSWORD]);
    expect(opened).toMatchObject({
      thumbprints: [one.thumbprint, root.thumbprint],
      aliases: ['mail', undefined],
      closed: [],
      problems: [],
    });
    expect(fits(opened, one)).toBe(true);
  });

  it.each([
    ['as OpenSSL 1 and Windows wrote it', ['-legacy']],
    ['RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['two-key 3DES', ['-certpbe', 'PBE-SHA1-2DES', '-keypbe', 'PBE-SHA1-2DES', '-macalg', 'sha1']],
    ['three-key 3DES', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
    ['PBES2 with 3DES', ['-certpbe', 'DES-EDE3-CBC', '-keypbe', 'DES-EDE3-CBC']],
    ['AES of 128 bits', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC']],
    ['AES of 192 bits', ['-certpbe', 'AES-192-CBC', '-keypbe', 'AES-192-CBC']],
    ['a MAC of SHA-384', ['-macalg', 'sha384']],
    ['a MAC of SHA-512', ['-macalg', 'sha512']],
    ['a MAC of SHA-224', ['-macalg', 'sha224']],
    ['no MAC', ['-nomac']],
    ['unencrypted certificates', ['-certpbe', 'NONE']],
    ['an unencrypted key', ['-keypbe', 'NONE']],
    ['one iteration', ['-noiter', '-nomaciter']],
    ['100,000 iterations', ['-iter', '100000']],
  ])('with %s opens', async (_what, options) => {
    const opened = await opening(exported([...SEALED, ...options]), ['first-one', PASSWORD]);
    expect(opened).toMatchObject({ thumbprints: [mail.thumbprint, root.thumbprint], closed: [], problems: [] });
    expect(fits(opened, mail)).toBe(true);
  });

  it('with forty certificates under RC2 opens in less than a second, and yields to the event loop', async () => {
    const issued = Array.from({ length: 40 }, (_, index) => makeCertificate({ commonName: `host ${index}`, ...VALID }));
    using directory = temporaryDirectory();
    const file = directory.write('all.pem', issued.map(({ certificatePem }) => certificatePem).join(''));
    const args = ['pkcs12', '-export', '-nokeys', '-legacy', '-in', file, ...SEALED];
    const bytes = execFileSync('openssl', args, { stdio: 'pipe' });
    let breaths = 0;
    const yieldToOthers = async (): Promise<void> => {
      breaths += 1;
    };
    const effort = { ...createEffort(), yieldToOthers };
    const start = performance.now();
    expect((await opening(bytes, [PASSWORD], effort)).thumbprints).toEqual(issued.map(({ thumbprint }) => thumbprint));
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(breaths).toBeGreaterThan(5);
    expect((await opening(bytes, [PASSWORD], createEffort(20_000))).problems).toEqual(['too_many_iterations']);
  });

  it.each([
    ['modern', []],
    ['legacy', ['-legacy']],
    ['without a MAC', ['-nomac']],
    ['without a MAC and unencrypted', ['-nomac', '-certpbe', 'NONE', '-keypbe', 'NONE']],
  ])('with the empty password (%s) opens, whatever passwords are given', async (_what, options) => {
    const bytes = exported(['-passout', 'pass:', ...options]);
    for (const passwords of [[], [''], ['another']]) {
      const opened = await opening(bytes, passwords);
      expect(opened).toMatchObject({ certificates: 2, closed: [], problems: [] });
      expect(fits(opened, mail)).toBe(true);
    }
  });

  it.each([
    ['no password', [], 'password_missing'],
    ['other passwords', ['first-one', 'other-one'], 'password_wrong'],
  ])('stays closed with %s, and reports it', async (_which, passwords, reason) => {
    for (const options of [[], ['-legacy'], ['-nomac', '-certpbe', 'AES-256-CBC']]) {
      const opened = await opening(exported([...SEALED, ...options]), passwords);
      expect(opened).toMatchObject({ certificates: 0, keys: [], closed: [reason], problems: [reason] });
      expect(opened.text).not.toMatch(/-one|cret/);
    }
  });

  it('has its certificates opened before its private key, which is written before them', async () => {
    const written = exported([...SEALED, '-iter', '10000', '-nomac', '-certpbe', 'AES-256-CBC']);
    const safes = [...children(elementAt(parsePfx(written).authenticatedSafe))].map(encodingOf);
    const bytes = sequence(VERSION, contentInfo(sequence(...safes.toReversed())));
    const passwords = ['other-one', PASSWORD];
    // Two passwords are tried for each part. The limit of iterations allows one of them for both
    // parts.
    expect(await opening(bytes, passwords, createEffort(25_000))).toMatchObject({
      thumbprints: [mail.thumbprint, root.thumbprint],
      closed: ['too_many_iterations'],
      problems: [],
    });
    expect(fits(await opening(bytes, passwords, createEffort(45_000)), mail)).toBe(true);
  });

  it('has its private key opened for a store only if a certificate may need it', async () => {
    const intermediate = makeCertificate({ commonName: 'Contoso CA', isCa: true, issuer: root, ...VALID });
    using directory = temporaryDirectory();
    const file = directory.write('ca.pem', intermediate.privateKeyPem + intermediate.certificatePem);
    const single = execFileSync('openssl', ['pkcs12', '-export', '-in', file, ...SEALED], { stdio: 'pipe' });
    const keysOf = async (wanted: KeystoreParts): Promise<number> =>
      (await openPkcs12(single, [Buffer.from(PASSWORD)], createEffort(), wanted)).keys.length;
    expect([await keysOf('needed'), await keysOf('everything'), await keysOf('certificates')]).toEqual([0, 1, 0]);
    const both = await openPkcs12(exported(SEALED), [Buffer.from(PASSWORD)], createEffort(), 'needed');
    expect(both.keys).toHaveLength(1);
  });

  it.each([
    ['the MAC', ['-iter', '400000'], /^its MAC requires 400000 iterations; the limit for one file is 3000000$/],
    [
      'a certificate',
      ['-iter', '400000', '-nomac', '-certpbe', 'AES-256-CBC'],
      /^400000 iterations for \d+ bytes; the limit for one file is 3000000$/,
    ],
  ])('says how many iterations %s asks for and how many are done', async (_which, options, detail) => {
    const contents = await openPkcs12(
      exported([...SEALED, ...options]),
      [Buffer.from(PASSWORD)],
      createEffort(300_000),
    );
    expect(contents.problem).toMatchObject({ reason: 'too_many_iterations', failure: saying(detail) });
  });

  it('has the empty password tried on it with few iterations only', async () => {
    const bytes = exported(['-passout', 'pass:', '-iter', '60000']);
    const effort = createEffort();
    const { certificates, problems, text } = await opening(bytes, [], effort);
    expect({ certificates, problems }).toEqual({ certificates: 0, problems: ['password_missing'] });
    expect(text).toMatch(/an empty password is only tried up to 50000 iterations, and this file requires 600\d\d/);
    expect(effort.iterationsLeft).toBe(effort.maxIterations);
    expect(await opening(bytes, [''])).toMatchObject({ certificates: 2, problems: [] });
  });

  it('shows unencrypted certificates without its password', async () => {
    const bytes = exported([...SEALED, '-certpbe', 'NONE', '-nomac']);
    expect(await opening(bytes)).toMatchObject({ certificates: 2, closed: ['password_missing'], problems: [] });
    const sealed = exported([...SEALED, '-certpbe', 'NONE']);
    expect(await opening(sealed)).toMatchObject({ certificates: 2, problems: ['password_missing'] });
  });

  it('that takes more iterations than the limit for a file is refused at once', async () => {
    const start = performance.now();
    const effort = createEffort(50_000);
    const opened = await opening(exported([...SEALED, '-iter', '100000']), [PASSWORD], effort);
    expect(opened).toMatchObject({ certificates: 0, problems: ['too_many_iterations'] });
    expect(effort.iterationsLeft).toBe(50_000);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('with PBMAC1 or with another key derivation has that reason', async () => {
    const pbmac1 = await opening(exported([...SEALED, '-pbmac1_pbkdf2']), [PASSWORD]);
    expect(pbmac1).toMatchObject({ certificates: 0, problems: ['mac_unsupported'] });
    expect(pbmac1.text).toContain('PBMAC1');
    const camellia = await opening(exported([...SEALED, '-certpbe', 'CAMELLIA-128-CBC']), [PASSWORD]);
    expect(camellia).toMatchObject({ certificates: 0, keys: [expect.anything()], problems: ['cipher_unsupported'] });
  });

  it('after a mutation is read or refused', async () => {
    const originals = [exported(SEALED), exported([...SEALED, '-legacy'])];
    const changed = fc.array(mutation, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.nat(1), changed, async (index, mutations) => {
        const bytes = mutate(originals[index] ?? Buffer.alloc(0), mutations);
        const { text } = await opening(bytes, [PASSWORD], createEffort(20_000)).catch((error: Error) => {
          expect(error.message).toMatch(/^no keystore/);
          return { text: '' };
        });
        expect(text).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 300 },
    );
  });
});

const DATA = objectIdentifier('1.2.840.113549.1.7.1');
const octetString = (contents: Buffer): Buffer => element(0x04, contents);
const contentInfo = (contents: Buffer): Buffer => sequence(DATA, element(0xa0, octetString(contents)));
/** Returns contents that are repeated to some megabytes. */
const many = (contents: Buffer): Buffer =>
  Buffer.alloc(Math.floor(8_000_000 / contents.length) * contents.length, contents);
const VERSION = integer(Buffer.from([3]));

/** Returns an unencrypted PKCS#12 with the content of `safe`, followed by other elements. */
function clear(safe: Buffer, ...after: readonly Buffer[]): Buffer {
  return sequence(VERSION, contentInfo(sequence(contentInfo(safe))), ...after);
}

function certificateBag({ der }: MadeCertificate, ...attributes: readonly Buffer[]): Buffer {
  const value = sequence(objectIdentifier('1.2.840.113549.1.9.22.1'), element(0xa0, octetString(der)));
  return sequence(objectIdentifier('1.2.840.113549.1.12.10.1.3'), element(0xa0, value), ...attributes);
}

function mac(iterations: Buffer, salt: Buffer = Buffer.alloc(8)): Buffer {
  const sha1 = sequence(objectIdentifier('1.3.14.3.2.26'), element(0x05));
  return sequence(sequence(sha1, octetString(Buffer.alloc(20))), octetString(salt), iterations);
}

describe('a hand-made PKCS#12', () => {
  it('can have nested safes, bags of other types, and aliases beyond ASCII', async () => {
    const name = Buffer.from('メール', 'utf16le').swap16();
    const friendly = sequence(objectIdentifier('1.2.840.113549.1.9.20'), element(0x31, element(0x1e, name)));
    const inner = sequence(certificateBag(mail, element(0x31, friendly)));
    const nested = sequence(objectIdentifier('1.2.840.113549.1.12.10.1.6'), element(0xa0, inner));
    const secret = sequence(objectIdentifier('1.2.840.113549.1.12.10.1.5'), element(0xa0, sequence()));
    expect(await opening(clear(sequence(secret, nested, certificateBag(root))))).toMatchObject({
      thumbprints: [mail.thumbprint, root.thumbprint],
      aliases: ['メール', undefined],
      problems: [],
    });
  });

  it('that is truncated shows the content before', async () => {
    const opened = await opening(clear(sequence(certificateBag(mail), sequence())));
    expect(opened).toMatchObject({ thumbprints: [mail.thumbprint], problems: ['keystore_malformed'] });
  });

  it('can be constructed, with indefinite lengths', async () => {
    const endless = (tag: number, ...contents: readonly Buffer[]): Buffer =>
      Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.from([0, 0])]);
    const safe = sequence(certificateBag(mail));
    const pieces = endless(0x24, octetString(safe.subarray(0, 100)), octetString(safe.subarray(100)));
    const safes = endless(0x30, endless(0x30, DATA, endless(0xa0, pieces)));
    const bytes = endless(0x30, VERSION, endless(0x30, DATA, endless(0xa0, endless(0x24, octetString(safes)))));
    expect(await opening(bytes)).toMatchObject({ thumbprints: [mail.thumbprint], problems: [] });
  });

  it.each([
    ['2^31 rounds', mac(integer(Buffer.from('80000000', 'hex'))), 'too_many_iterations'],
    ['2^800 rounds', mac(integer(Buffer.alloc(100, 0x7f))), 'too_many_iterations'],
    ['no round', mac(integer(Buffer.from([0]))), 'keystore_malformed'],
    ['-1 rounds', mac(element(0x02, Buffer.from([0xff]))), 'keystore_malformed'],
    ['a salt of 1 MB', mac(integer(Buffer.from([1])), Buffer.alloc(1_000_000)), 'keystore_malformed'],
    ['a MAC that no password makes', mac(integer(Buffer.from([1]))), 'password_missing'],
  ])('whose MAC has %s has a result at once', async (_what, after, reason) => {
    const start = performance.now();
    expect((await opening(clear(sequence(certificateBag(mail)), after))).problems).toEqual([reason]);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it.each([
    ['safes', sequence(VERSION, contentInfo(sequence(many(contentInfo(Buffer.alloc(0))))))],
    ['bags', clear(sequence(many(sequence(objectIdentifier('1.2.3'), element(0xa0))), sequence()))],
    ['levels', clear(Buffer.alloc(1_000_000, Buffer.from('3080', 'hex')))],
  ])('of megabytes of hostile %s has a result in bounded time', async (_what, bytes) => {
    const start = performance.now();
    expect((await opening(bytes)).problems).toEqual(['keystore_malformed']);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

describe('the key derivation of PKCS#12', () => {
  const salt = Buffer.from('0a58cf64530d823f', 'hex');
  const bmp = Buffer.from('0073006d006500670000', 'hex');
  const derive = (purpose: number, iterations: number, effort = createEffort()): Promise<Buffer> =>
    derivePkcs12(bmp, { digest: SHA1, salt, iterations }, purpose, 24, effort);

  it('has the same bytes as other implementations', async () => {
    expect((await derive(PURPOSE.key, 1)).toString('hex')).toBe('8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3');
    const iv = derivePkcs12(bmp, { digest: SHA1, salt, iterations: 1 }, PURPOSE.iv, 8, createEffort());
    expect((await iv).toString('hex')).toBe('79993dfe048d3b76');
  });

  it('yields to the event loop, and stops on an abort', async () => {
    let breaths = 0;
    const yieldToOthers = async (): Promise<void> => {
      if (++breaths === 10) throw new Error('stopped');
    };
    await expect(derive(PURPOSE.key, 1_000_000, { ...createEffort(0), yieldToOthers })).rejects.toThrow('stopped');
  });
});

describe.runIf(needs('keytool'))('a PKCS#12 that keytool made', () => {
  it('contains its certificate, its alias and its key', async () => {
    const bytes = keytool([
      ...['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp384r1', '-alias', 'mail', '-dname', 'CN=mail'],
      ...['-storetype', 'PKCS12', '-storepass', 'changeit'],
    ]);
    const opened = await opening(bytes, ['changeit']);
    expect(opened).toMatchObject({ certificates: 1, aliases: ['mail'], closed: [], problems: [] });
    expect(opened.keys.length).toBe(1);
  });
});

describe.skipIf(!HAS_KEYSTORES)('the PKCS#12 of the corpora (../shared/corpora)', () => {
  const rows = keystoreRows(/\.(p12|pfx)$/);
  const isPbmac1 = ({ file }: { readonly file: string }): boolean => file.includes('pbmac1');

  it('open with the count of the table', async () => {
    const listed = rows.filter((row) => row.password !== undefined && !isPbmac1(row));
    expect([rows.length, listed.length]).toEqual([89, 68]);
    for (const { file, bytes, password = '', certificates } of listed) {
      const opened = await opening(bytes, ['first-one', password]);
      expect(opened.certificates, file).toBe(certificates);
      // One file is encrypted for a recipient's key, so that no password opens it.
      expect(opened.problems, file).toEqual(file.includes('nomac_parse') ? ['cipher_unsupported'] : []);
      expect(opened.closed, file).toEqual([]);
    }
  });

  it('have a reason if they do not open', async () => {
    for (const { file, bytes } of rows.filter((row) => row.password === undefined || isPbmac1(row))) {
      const opened = await opening(bytes, ['1234']);
      expect(opened.certificates, file).toBe(0);
      const expected = file.includes('pbmac1') ? /^mac_unsupported$/ : /^(keystore_malformed|password_wrong)$/;
      expect(opened.problems.join(), file).toMatch(expected);
    }
  });
});
