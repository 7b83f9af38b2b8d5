import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEffort, HAS_KEYSTORES, keystoreRows, keytool, type Opening, opening } from '../../fixtures/keystores.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs } from '../../peers/needs.ts';
import { PASSWORD, writeJks } from './write-jks.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const root = makeCertificate({ commonName: 'Contoso Root', isCa: true, ...VALID });
const mail = makeCertificate({ commonName: 'mail.contoso.com', issuer: root, ...VALID });
const keyed = { alias: 'mail', key: mail.keyPair.privateKey, certificates: [mail.der, root.der] };
const trusted = { alias: 'root', certificates: [root.der] };

function fits({ keys: [key] }: Opening, certificate: Buffer): boolean {
  const opened = createPrivateKey({ key: key ?? Buffer.alloc(0), format: 'der', type: 'pkcs8' });
  return new X509Certificate(certificate).checkPrivateKey(opened);
}

describe('a JKS', () => {
  it('shows its certificates without a password, each under its alias', async () => {
    expect(await opening(writeJks([keyed, trusted]))).toMatchObject({
      thumbprints: [mail.thumbprint, root.thumbprint, root.thumbprint],
      aliases: ['mail', 'mail', 'root'],
      keys: [],
      closed: ['password_missing'],
      problems: [],
    });
  });

  it('returns its private key with the password', async () => {
    const opened = await opening(writeJks([trusted, keyed]), [PASSWORD]);
    expect(opened).toMatchObject({ certificates: 3, closed: [], problems: [] });
    expect(fits(opened, mail.der)).toBe(true);
  });

  it.each([
    ['the second of three', ['first-one', PASSWORD, 'other-one'], [], []],
    ['none', ['first-one', 'other-one'], ['password_wrong'], ['password_wrong']],
    ['the empty one is another', [''], ['password_wrong'], ['password_wrong']],
  ])('tries the passwords in order: %s', async (_which, passwords, closed, problems) => {
    const opened = await opening(writeJks([keyed]), passwords);
    expect(opened).toMatchObject({ certificates: 2, closed, problems });
    expect(opened.text).not.toMatch(/-one|cret/);
  });

  it('that was changed under its digest is read, with a problem if a password is given', async () => {
    const bytes = writeJks([trusted]);
    bytes.write('toor', bytes.indexOf('root'));
    expect(await opening(bytes)).toMatchObject({ aliases: ['toor'], problems: [] });
    expect(await opening(bytes, [PASSWORD])).toMatchObject({ aliases: ['toor'], problems: ['password_wrong'] });
  });

  it('of version 1 has no types of certificates', async () => {
    expect(await opening(writeJks([trusted, keyed], 1), [PASSWORD])).toMatchObject({ certificates: 3, problems: [] });
  });

  it('without entries is empty', async () => {
    expect(await opening(writeJks([]), [PASSWORD])).toMatchObject({ certificates: 0, problems: [] });
  });

  it('that is truncated shows the entries before, with a problem', async () => {
    const bytes = writeJks([trusted, keyed]);
    for (const length of [8, 12, 31, 32, bytes.length - 1]) {
      expect((await opening(bytes.subarray(0, length))).problems).toEqual(['keystore_malformed']);
    }
    expect(await opening(bytes.subarray(0, -200))).toMatchObject({ aliases: ['root'] });
  });

  it('with a bad certificate has a problem there, and the others are read', async () => {
    const bytes = writeJks([{ alias: 'bad', certificates: [Buffer.from('3003020101', 'hex')] }, trusted]);
    expect(await opening(bytes)).toMatchObject({ aliases: ['root'], problems: ['certificate_malformed'] });
  });

  it('of a million empty entries has a result', async () => {
    const head = Buffer.from('feedfeed00000001ffffffff', 'hex');
    const bytes = Buffer.concat([head, Buffer.alloc(16_000_000, Buffer.from(`00000002${'00'.repeat(14)}`, 'hex'))]);
    const start = performance.now();
    expect((await opening(bytes)).problems.at(-1)).toBe('keystore_malformed');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('opens no more keys than the time limit permits', async () => {
    const bytes = writeJks([keyed, { ...keyed, alias: 'b' }, { ...keyed, alias: 'c' }]);
    const opened = await opening(bytes, [PASSWORD], createEffort(10));
    expect(opened).toMatchObject({ certificates: 6, closed: ['too_many_iterations', 'too_many_iterations'] });
  });

  it('after a mutation is read or refused', async () => {
    const original = writeJks([trusted, keyed]);
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const bytes = mutate(original, mutations);
        if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0xfeedfeed) return;
        const { text } = await opening(bytes, [PASSWORD]);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.runIf(needs('keytool'))('a JKS that keytool made', () => {
  it('contains its certificate, its alias and its key', async () => {
    const bytes = keytool([
      ...['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-alias', 'Mail', '-dname', 'CN=mail'],
      ...['-storetype', 'JKS', '-storepass', 'pässword', '-keypass', 'other-one'],
    ]);
    const opened = await opening(bytes, ['pässword', 'other-one']);
    expect(opened).toMatchObject({ certificates: 1, aliases: ['mail'], closed: [], problems: [] });
    expect(opened.keys.length).toBe(1);
    expect(await opening(bytes, ['pässword'])).toMatchObject({ closed: ['password_wrong'], problems: [] });
  });

  it('contains an imported certificate', async () => {
    using directory = temporaryDirectory();
    const file = directory.write('root.pem', root.certificatePem);
    const options = ['-file', file, '-alias', 'contoso', '-storetype', 'JKS', '-storepass', 'changeit'];
    const bytes = keytool(['-importcert', ...options]);
    expect(await opening(bytes, ['changeit'])).toMatchObject({
      thumbprints: [root.thumbprint],
      aliases: ['contoso'],
      problems: [],
    });
  });
});

describe.skipIf(!HAS_KEYSTORES)('the JKS of the corpora (../shared/corpora)', () => {
  /**
   * The table has no password for these two files. Their passwords are in the library that they
   * come from.
   */
  const unlisted = /empty|truststore/;

  it('open with the count of the table', async () => {
    const rows = keystoreRows(/\.jks$/);
    expect(rows.length).toBe(9);
    for (const { file, bytes, password, certificates } of rows) {
      if (password === undefined) {
        expect(file).toMatch(unlisted);
        expect((await opening(bytes)).problems, file).toEqual([]);
        continue;
      }
      const opened = await opening(bytes, [password]);
      expect(opened, file).toMatchObject({ certificates, problems: [] });
      expect((await opening(bytes)).certificates, file).toBe(certificates);
      expect(await opening(bytes, ['not it']), file).toMatchObject({ certificates, problems: ['password_wrong'] });
    }
  });

  it('are identified if they have another format', async () => {
    const rows = keystoreRows(/\.(jceks|uber)$/);
    expect(rows.length).toBe(18);
    for (const { file, bytes } of rows) {
      const opened = await opening(bytes, ['12345678']);
      expect(opened, file).toMatchObject({ certificates: 0, problems: ['format_not_read'] });
      expect(opened.text).toContain(file.endsWith('.uber') ? '"uber"' : '"jceks"');
    }
  });
});

const DEBIAN = '/etc/ssl/certs/java/cacerts';
const hasDebian = ((): boolean => {
  try {
    return readFileSync(DEBIAN).readUInt32BE(0) === 0xfeedfeed;
  } catch {
    return false;
  }
})();

it.skipIf(!hasDebian)('the cacerts of this machine is read without a password and without a problem', async () => {
  const { certificates, problems, aliases } = await opening(readFileSync(DEBIAN));
  expect([certificates > 50, problems, aliases.includes(undefined)]).toEqual([true, [], false]);
});
