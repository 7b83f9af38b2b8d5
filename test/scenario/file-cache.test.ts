import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReaderCache } from '../../src/adapters/file-store/cache/reader-cache.ts';
import { openStore } from '../../src/adapters/file-store/open-store.ts';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { openReaderCache } from '../../src/adapters/sqlite/cache/open-reader-cache.ts';
import type { Certificate, StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { StoreSnapshot } from '../../src/domain/connector/store-snapshot.ts';
import type { ScanResult } from '../../src/domain/scan-result.ts';
import { CLOCK, definition, made } from '../adapters/file-store/scans.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';
import { CountedOpens } from '../fixtures/counted-opens.ts';
import { costlyKeystore } from '../fixtures/keystores.ts';
import type { KeyKind } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { writeJks } from '../formats/jks/write-jks.ts';
import { Scene } from './scene.ts';

const mail = made('mail.contoso.com', { dnsNames: ['mail.contoso.com', 'smtp.contoso.com'] });
const other = made('пошта.contoso.com', { key: 'rsa' });
const root = made('Contoso Root', { isCa: true });
const NOTHING_ELSE = { passwordFiles: [] as readonly string[], madeBy: 'this', minReliableAgeMs: -60_000 };

let directory: TemporaryDirectory;
let noted: string[];
beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('state'));
  noted = [];
});
afterEach(() => directory[Symbol.dispose]());

/** The results of all scans of a process, and the files of the store that it opened. */
interface Life {
  readonly results: readonly ScanResult<StoreSnapshot>[];
  readonly opened: readonly string[];
}

/** Runs a process: it scans, files change between scans, and it saves at its end. */
async function live(wish: Partial<typeof NOTHING_ELSE> = {}, ...between: readonly (() => void)[]): Promise<Life> {
  const { passwordFiles, madeBy, minReliableAgeMs } = { ...NOTHING_ELSE, ...wish };
  const diagnostics = notedDiagnostics((what, level) => void noted.push(`${level}: ${what}`));
  using cache = openReaderCache(directory.at('state'), madeBy, diagnostics);
  const kept = new ReaderCache(cache, diagnostics, 0);
  const place = { ...definition(directory.at('store')), passwordFiles };
  const store = openStore(place, CLOCK, { minReliableAgeMs, readerCache: kept });
  using opens = new CountedOpens(directory.at('store'));
  const results = [await store.read(new AbortController().signal)];
  for (const happen of between) {
    happen();
    results.push(await store.read(new AbortController().signal));
  }
  const opened = [...new Set(opens.paths.map((path) => path.slice(directory.at('store').length + 1)))].sort();
  await kept.finish(60_000);
  return { results, opened };
}

const FIELDS = [
  ...['thumbprint', 'sha256Fingerprint', 'publicKeySha256', 'notBefore', 'notAfter', 'dnsNames', 'commonNames'],
  ...['subject', 'serialNumber', 'ipAddresses', 'subjectKeyIdentifier', 'issuer', 'version', 'publicKeyAlgorithm'],
  ...['publicKeySize', 'signatureAlgorithm', 'isSelfIssued', 'isCa', 'pathLength', 'keyUsage', 'extendedKeyUsage'],
  'authorityKeyIdentifier',
] as readonly (keyof Certificate)[];

function plain({ certificate, store, services, location, key }: StoredCertificate): object {
  return { fields: FIELDS.map((field) => [field, certificate[field]]), store, services, location, key };
}

/** Returns all data of a scan as plain values. */
function said({ results }: Life, at = 0): object {
  const result = results[at];
  if (result?.kind !== 'available') return { unavailable: result?.problem };
  const { certificates, ...rest } = result.value;
  return { ...rest, certificates: certificates.map(plain), problems: result.problems };
}

function thumbprints({ results }: Life, at = 0): readonly string[] {
  const result = results[at];
  return result?.kind === 'available'
    ? result.value.certificates.map(({ certificate }) => certificate.thumbprint).sort()
    : [];
}

/**
 * The files that each process opens: a key that belongs to another certificate, which only opening
 * it can show.
 */
const EACH_LIFE: readonly string[] = ['wrong/fullchain.pem', 'wrong/privkey.pem'];

/** Writes files of all kinds. */
function furnish(): void {
  directory.write('store/mail.pem', mail.certificatePem);
  directory.write('store/mail.key', mail.privateKeyPem);
  directory.write('store/bundle.pem', mail.certificatePem + root.certificatePem + other.certificatePem.slice(0, 200));
  directory.write('store/own/both.pem', other.certificatePem + other.privateKeyPem);
  directory.write('store/wrong/fullchain.pem', root.certificatePem);
  directory.write('store/wrong/privkey.pem', mail.privateKeyPem);
  for (const key of ['ed25519', 'rsa-pss'] as readonly KeyKind[]) {
    directory.write(`store/kinds/${key}.der`, made(`${key}.contoso.com`, { key }).der);
  }
  directory.write(
    'store/jks/certificates.jks',
    writeJks([
      { alias: 'root', certificates: [root.der] },
      { alias: 'mail', certificates: [mail.der] },
    ]),
  );
  directory.write('store/request/mail.key', other.privateKeyPem);
  const request = ['req', '-new', '-key', directory.at('store/request/mail.key'), '-subj', '/CN=new.contoso.com'];
  directory.write('store/request/mail.csr', execFileSync('openssl', request, { stdio: 'pipe' }));
  directory.write('store/README', 'certificates\n');
  directory.write('store/empty.pem', '');
  directory.write('store/spoiled.pem', mail.certificatePem.replace('MII', 'M*I'));
  directory.write('store/huge.pem', Buffer.alloc(17 * 1024 * 1024));
  directory.write('store/a/b/mail.pem', made('deep').certificatePem);
  directory.link('store/links/again.pem', '../mail.pem');
  linkSync(directory.at('store/own/both.pem'), directory.at('store/own/linked.pem'));
}

describe('a process that starts after another', () => {
  it('opens no unchanged file, and has the same results', async () => {
    furnish();
    const first = await live();
    const second = await live();
    expect(first.opened.length).toBeGreaterThan(15);
    expect(second.opened).toEqual(EACH_LIFE);
    expect(said(second)).toEqual(said(first));
    expect(thumbprints(first).length).toBeGreaterThan(5);
    expect(said(await live({}, () => undefined), 1)).toEqual(said(first));
    expect(noted).toEqual([]);
  });

  it('opens files that were changed, added or touched, and no other', async () => {
    furnish();
    await live();
    directory.write('store/a/b/mail.pem', root.certificatePem);
    directory.write('store/new.pem', made('new').certificatePem);
    rmSync(directory.at('store/own'), { recursive: true });
    writeFileSync(directory.at('store/README'), 'certificates\n');
    const second = await live();
    expect(second.opened).toEqual([...EACH_LIFE, 'README', 'a/b/mail.pem', 'new.pem'].sort());
    rmSync(directory.at('state'), { recursive: true });
    mkdirSync(directory.at('state'));
    expect(said(second)).toEqual(said(await live()));
  });

  it('checks every file once, even if only changes are requested', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    await live();
    directory.write('store/mail.pem', root.certificatePem);
    using cache = openReaderCache(directory.at('state'), 'this', { note: () => undefined });
    const kept = new ReaderCache(cache, { note: () => undefined });
    const store = openStore(definition(directory.at('store')), CLOCK, { minReliableAgeMs: -60_000, readerCache: kept });
    const { signal } = new AbortController();
    const first = store.read(signal, 'changed');
    using _watch = store.watch(() => undefined);
    const results = [await first, await store.read(signal, 'changed')];
    expect(thumbprints({ results, opened: [] })).toEqual([root.thumbprint]);
    expect(thumbprints({ results, opened: [] }, 1)).toEqual([root.thumbprint]);
    await kept.finish(60_000);
  });

  it('has the results of the previous process, without files that it found removed', async () => {
    for (const name of ['a', 'b', 'c']) directory.write(`store/${name}.pem`, made(name).certificatePem);
    const first = await live({}, () => {
      directory.write('store/b.pem', mail.certificatePem);
      rmSync(directory.at('store/c.pem'));
    });
    const second = await live();
    expect(second.opened).toEqual([]);
    expect(said(second)).toEqual(said(first, 1));
    expect(blobs().paths).toEqual([directory.at('store/a.pem'), directory.at('store/b.pem')]);
  });

  it('reads files again that were too new to be identified by their times', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    await live({ minReliableAgeMs: 60_000 });
    expect((await live({ minReliableAgeMs: 60_000 })).opened).toEqual(['mail.pem']);
    expect(blobs().count).toBe(0);
  });

  it.each([
    ['another version', { madeBy: 'another' }],
    ['other password files', { passwordFiles: ['/nowhere/password'] }],
  ])('reads all again with %s', async (_what, wish) => {
    directory.write('store/mail.pem', mail.certificatePem);
    await live();
    expect((await live(wish)).opened).toEqual(['mail.pem']);
  });

  it('reads files again that passwords were tried on', async () => {
    const encrypted = execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:secret'], {
      input: mail.privateKeyPem,
      stdio: 'pipe',
    });
    directory.write('store/mail.pem', mail.certificatePem);
    directory.write('store/mail.key', encrypted);
    const passwordFiles = [directory.write('password', 'secret')];
    const first = await live({ passwordFiles });
    const second = await live({ passwordFiles });
    expect(second.opened).toEqual(['mail.key']);
    expect(said(second)).toEqual(said(first));
  });

  it('does not open again what stayed closed, nor what takes too many iterations, until a password file changes', async () => {
    const encrypted = execFileSync('openssl', ['pkcs12', '-export', '-passout', 'pass:secret'], {
      input: mail.privateKeyPem + mail.certificatePem,
      stdio: 'pipe',
    });
    directory.write('store/mail.p12', encrypted);
    directory.write('store/costly.p12', costlyKeystore(3_000_001));
    directory.write('store/other.pem', other.certificatePem);
    const passwordFiles = [directory.write('password', 'another')];
    const first = await live({ passwordFiles });
    expect(JSON.stringify(said(first))).toMatch(/too_many_iterations.*password_wrong/);
    const second = await live({ passwordFiles });
    expect(second.opened).toEqual([]);
    expect(said(second)).toEqual(said(first));
    directory.write('password', 'secret');
    const third = await live({ passwordFiles });
    expect(third.opened).toEqual(['costly.p12', 'mail.p12']);
    expect(thumbprints(third)).toContain(mail.thumbprint);
    expect((await live({ passwordFiles })).opened).toEqual(['mail.p12']);
    expect((await live()).opened).toEqual(['costly.p12', 'mail.p12', 'other.pem']);
    expect((await live()).opened).toEqual([]);
  });

  it('has an unavailable result like the first one: the cache is no proof that the store exists', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    await live();
    rmSync(directory.at('store'), { recursive: true });
    const second = await live();
    expect(said(second)).toMatchObject({ unavailable: { reason: 'not_found' } });
    directory.write('store/mail.pem', mail.certificatePem);
    expect(thumbprints(await live())).toEqual([mail.thumbprint]);
  });
});

/** Returns the contents of the cache file. */
function blobs(): { readonly count: number; readonly paths: readonly string[] } {
  const database = openSqlite(directory.at('state/reader-cache.db'), { readonly: true });
  const all = database.prepare<[], Buffer>('SELECT bytes FROM blob ORDER BY id').pluck().all();
  database.close();
  const paths = all.flatMap((bytes) => bytes.toString('latin1').match(/\/[ -~]*?\.pem/g) ?? []);
  return { count: all.length, paths: [...new Set(paths)].sort() };
}

describe('the file cache', () => {
  it('has few blobs, however many single files were added', async () => {
    directory.write('store/0.pem', mail.certificatePem);
    await live();
    for (let file = 1; file <= 12; file += 1) {
      directory.write(`store/${file}.pem`, mail.certificatePem);
      await live();
    }
    expect(blobs().count).toBe(1);
    expect((await live()).opened).toEqual([]);
  });

  it('is written again only if files have changed', async () => {
    for (let file = 0; file < 1000; file += 1) directory.write(`store/${file}.pem`, mail.certificatePem);
    await live();
    const ids = (): readonly number[] => {
      const database = openSqlite(directory.at('state/reader-cache.db'), { readonly: true });
      const all = database.prepare<[], number>('SELECT id FROM blob ORDER BY id').pluck().all();
      database.close();
      return all;
    };
    const before = ids();
    expect(before).toHaveLength(4);
    directory.write('store/500.pem', other.certificatePem);
    await live();
    expect(ids()).toHaveLength(4);
    expect(ids().filter((id) => before.includes(id))).toHaveLength(3);
    expect((await live()).opened).toEqual([]);
  });

  it('contains no private key and no password', async () => {
    directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    const passwordFiles = [directory.write('password', 'correct-horse')];
    await live({ passwordFiles });
    const file = readFileSync(directory.at('state/reader-cache.db'));
    const der = mail.keyPair.privateKey.export({ type: 'pkcs8', format: 'der' });
    const { d = '' } = mail.keyPair.privateKey.export({ format: 'jwk' });
    expect(file.includes(mail.keyPair.publicKey.export({ type: 'spki', format: 'der' }))).toBe(false);
    for (const secret of [der, Buffer.from(d, 'base64url'), Buffer.from(d), Buffer.from('correct-horse')]) {
      expect(file.includes(secret)).toBe(false);
    }
    expect(file.includes(Buffer.from('store/mail.pem'))).toBe(true);
  });

  it('is read again where it is damaged, and only there', async () => {
    for (let file = 0; file < 600; file += 1) directory.write(`store/${file}.pem`, mail.certificatePem);
    const first = await live();
    const database = openSqlite(directory.at('state/reader-cache.db'));
    database.exec('UPDATE blob SET bytes = zeroblob(100) WHERE id = 2');
    database.close();
    const second = await live();
    expect(second.opened).toHaveLength(256);
    expect(said(second)).toEqual(said(first));
    expect((await live()).opened).toEqual([]);
    expect(noted).toEqual([]);
  });

  it('in a format of another version is deleted', async () => {
    directory.write('store/mail.pem', mail.certificatePem);
    await live();
    const diagnostics = notedDiagnostics((what) => void noted.push(what));
    {
      using cache = openReaderCache(directory.at('state'), 'this', diagnostics);
      const cachedBlobs = cache.take(JSON.stringify(['My', directory.at('store'), []]));
      cachedBlobs.remove(cachedBlobs.ids());
      cachedBlobs.add(Uint8Array.from([1, 2, 3]));
    }
    expect((await live()).opened).toEqual(['mail.pem']);
    expect((await live()).opened).toEqual([]);
    expect(noted).toEqual([]);
  });

  it('is abandoned after its time limit, and nothing fails because of that', async () => {
    for (let file = 0; file < 2000; file += 1) directory.write(`store/${file}.pem`, mail.certificatePem);
    const diagnostics = notedDiagnostics((what) => void noted.push(what));
    {
      using cache = openReaderCache(directory.at('state'), 'this', diagnostics);
      const kept = new ReaderCache(cache, diagnostics, 60_000);
      const store = openStore(definition(directory.at('store')), CLOCK, {
        minReliableAgeMs: -60_000,
        readerCache: kept,
      });
      await store.read(new AbortController().signal);
      await kept.finish(0);
      await kept.finish(0);
    }
    const { opened, results } = await live();
    expect(opened.length).toBeLessThanOrEqual(2000);
    expect(results[0]).toMatchObject({ kind: 'available' });
    expect((await live()).opened).toEqual([]);
    expect(noted).toEqual([]);
  });
});

describe('a daemon whose cache cannot be used', () => {
  it('monitors nevertheless, and says so once', async () => {
    await using scene = new Scene(Date.UTC(2026, 10, 24, 12));
    scene.configure('stores: [{ name: My, path: store }]\n');
    scene.directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    mkdirSync(scene.directory.at('state/reader-cache.db'), { recursive: true });
    await scene.start();
    await scene.pass();
    await scene.stop();
    expect(scene.diagnosed.filter((line) => line.includes('reader-cache.db'))).toHaveLength(1);
    expect(scene.diagnosed).toHaveLength(1);
    rmSync(scene.directory.at('state/reader-cache.db'), { recursive: true });
    await scene.start();
    await scene.stop();
    expect(scene.diagnosed).toHaveLength(1);
  });
});
