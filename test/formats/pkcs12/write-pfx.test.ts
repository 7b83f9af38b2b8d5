import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { type PfxContents, writePfx } from '../../../src/formats/pkcs12/write-pfx.ts';
import { opening } from '../../fixtures/keystores.ts';
import { type KeyKind, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { outputOf } from '../../fixtures/output-of.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs } from '../../peers/needs.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2036, 0, 1) };
const root = makeCertificate({ commonName: 'Contoso Root', isCa: true, key: 'rsa', ...VALID });
const middle = makeCertificate({ commonName: 'Contoso CA', isCa: true, issuer: root, ...VALID });
const KINDS: readonly KeyKind[] = ['ec', 'rsa', 'ed25519', 'rsa-pss'];
const made = new Map(
  KINDS.map((key) => [key, makeCertificate({ commonName: 'mail.contoso.com', key, issuer: middle, ...VALID })]),
);
const mail = made.get('ec') ?? root;
const PASSWORD = 'sécret "1" ключ';

const pkcs8Of = ({ keyPair }: MadeCertificate): Buffer => keyPair.privateKey.export({ type: 'pkcs8', format: 'der' });

function contentsOf(one: MadeCertificate, friendlyName: string | undefined = 'Mail'): PfxContents {
  return { pkcs8: pkcs8Of(one), certificate: one.der, issuers: [middle.der, root.der], friendlyName };
}

function written(contents: PfxContents, password: string, iterations = 2): Promise<Buffer> {
  const yieldToOthers = async (): Promise<void> => undefined;
  return writePfx(contents, { password: Buffer.from(password), iterations, random: randomBytes, yieldToOthers });
}

const thumbprints = (one: MadeCertificate): string[] => [one.thumbprint, middle.thumbprint, root.thumbprint];

/** Runs `openssl pkcs12` with the password from a file. */
function openssl(pfx: Buffer, password: string, ...options: readonly string[]): string {
  using directory = temporaryDirectory();
  const [file, passwordFile] = [directory.write('mail.p12', pfx), directory.write('password', `${password}\n`)];
  const args = ['pkcs12', '-in', file, '-passin', `file:${passwordFile}`, ...options];
  return outputOf('openssl', args);
}

describe('a written PKCS#12', () => {
  it.each(KINDS)('with a key of type %s is parsed to the same certificates in order, name and key', async (kind) => {
    const one = made.get(kind) ?? root;
    const opened = await opening(await written(contentsOf(one), PASSWORD), [PASSWORD]);
    expect(opened).toMatchObject({
      thumbprints: thumbprints(one),
      aliases: ['Mail', undefined, undefined],
      closed: [],
      problems: [],
    });
    expect(opened.keys[0]?.equals(pkcs8Of(one))).toBe(true);
  });

  it('does not open with another password', async () => {
    const opened = await opening(await written(contentsOf(mail), PASSWORD), ['sécret', '']);
    expect(opened).toMatchObject({ certificates: 0, keys: [], problems: ['password_wrong'] });
  });

  it('is parsed to the same content, whatever the password and the name are', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, text, async (password, name) => {
        const opened = await opening(await written(contentsOf(mail, name), password), [password]);
        expect(opened.aliases[0]).toBe(name);
        expect(opened.keys.length).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  it('hides the key and the password, and does not change them', async () => {
    const contents = contentsOf(mail);
    const password = Buffer.from(PASSWORD);
    const yieldToOthers = async (): Promise<void> => undefined;
    const pfx = await writePfx(contents, { password, iterations: 2, random: randomBytes, yieldToOthers });
    expect(contents.pkcs8.equals(pkcs8Of(mail))).toBe(true);
    expect(password.toString()).toBe(PASSWORD);
    for (const secret of [contents.pkcs8, password, contents.pkcs8.subarray(-32)])
      expect(pfx.includes(secret)).toBe(false);
  });

  it('is different each time', async () => {
    const [one, other] = await Promise.all([written(contentsOf(mail), PASSWORD), written(contentsOf(mail), PASSWORD)]);
    expect(one.equals(other)).toBe(false);
  });

  it('can have no issuers and no name', async () => {
    const contents = { pkcs8: pkcs8Of(mail), certificate: mail.der, issuers: [], friendlyName: undefined };
    const opened = await opening(await written(contents, PASSWORD), [PASSWORD]);
    expect(opened).toMatchObject({ thumbprints: [mail.thumbprint], aliases: [undefined], problems: [] });
  });

  it('yields to the event loop while it is created', async () => {
    let breaths = 0;
    const yieldToOthers = async (): Promise<void> => {
      breaths += 1;
    };
    const sealing = { password: Buffer.from('a'), iterations: 10_240, random: randomBytes, yieldToOthers };
    await writePfx(contentsOf(mail), sealing);
    expect(breaths).toBe(9);
  });
});

describe('openssl', () => {
  it.each(KINDS)('reads a written file with a key of type %s', async (kind) => {
    const one = made.get(kind) ?? root;
    const text = openssl(await written(contentsOf(one), PASSWORD, 2048), PASSWORD, '-info', '-nodes');
    expect(text).toContain('MAC: sha256, Iteration 2048');
    expect(text).toContain('MAC length: 32, salt length: 16');
    expect(text).toContain('PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256');
    expect(text).toContain('Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256');
    expect(text.match(/friendlyName: Mail\n/g)).toHaveLength(2);
    const ids = text.match(/localKeyID: [0-9A-F ]+/g);
    expect(ids).toHaveLength(2);
    expect(ids?.[0]?.replace('localKeyID:', '').replaceAll(' ', '')).toBe(one.thumbprint);
    expect(ids?.[1]).toBe(ids?.[0]);
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
    expect(blocks.map((pem) => new X509Certificate(pem).fingerprint.replaceAll(':', ''))).toEqual(thumbprints(one));
    const key = createPrivateKey(/-----BEGIN PRIVATE KEY[\s\S]*?END PRIVATE KEY-----/.exec(text)?.[0] ?? '');
    expect(new X509Certificate(one.der).checkPrivateKey(key)).toBe(true);
  });

  it.each(['', 'a', PASSWORD, '\u{1f511}'.repeat(9), 'x'.repeat(1000)])(
    'opens it with the password %j',
    async (password) => {
      expect(openssl(await written(contentsOf(mail), password), password, '-nokeys')).toContain('friendlyName: Mail');
    },
  );

  it('writes and reads the empty password in the same way', async () => {
    using directory = temporaryDirectory();
    const file = directory.write('mail.pem', mail.privateKeyPem + mail.certificatePem);
    const theirs = execFileSync('openssl', ['pkcs12', '-export', '-in', file, '-passout', 'pass:'], { stdio: 'pipe' });
    const ours = await written(contentsOf(mail), '');
    for (const pfx of [theirs, ours]) {
      expect((await opening(pfx, [])).keys.length).toBe(1);
      expect(openssl(pfx, '', '-nodes')).toContain('PRIVATE KEY');
    }
  });
});

describe.runIf(needs('keytool'))('keytool', () => {
  it.each(['ec', 'rsa'] as const)('lists a written file with a key of type %s, under its name', async (kind) => {
    using directory = temporaryDirectory();
    const file = directory.write('mail.p12', await written(contentsOf(made.get(kind) ?? root), 'secret 1'));
    const passwordFile = directory.write('password', 'secret 1\n');
    const args = ['-list', '-v', '-keystore', file, '-storepass:file', passwordFile];
    const text = execFileSync('keytool', args, { encoding: 'utf8', stdio: 'pipe' });
    expect(text).toContain('Alias name: mail\n');
    expect(text).toContain('Entry type: PrivateKeyEntry\n');
    expect(text).toContain('Certificate chain length: 3\n');
    const shown = text.match(/SHA1: [0-9A-F:]+/g)?.map((line) => line.slice(6).replaceAll(':', ''));
    expect(shown).toEqual(thumbprints(made.get(kind) ?? root));
  });
});

describe('node-forge', () => {
  it('opens a written RSA key', async () => {
    const pfx = await written(contentsOf(made.get('rsa') ?? root), 'secret');
    const opened = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(pfx.toString('latin1')), 'secret');
    const { pkcs8ShroudedKeyBag: keyBag = '', certBag = '' } = forge.pki.oids;
    expect(opened.getBags({ bagType: certBag })[certBag]).toHaveLength(3);
    const [key] = opened.getBags({ bagType: keyBag })[keyBag] ?? [];
    expect(key?.attributes.friendlyName).toEqual(['Mail']);
    expect(key?.key?.n.bitLength()).toBe(2048);
  });
});
