import { existsSync, linkSync, rmSync, utimesSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoreSnapshot } from '../../../../src/domain/connector/store-snapshot.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, places, seen, storeAt } from '../scans.ts';

const issuer = made('CA', { dnsNames: [], key: 'ec' });
const [one, other] = [made('one.contoso.com', { issuer, key: 'ec' }), made('two.contoso.com', { issuer, key: 'ec' })];

/** Possible contents of a file; the fast reader accepts only few of them. */
const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  one: one.certificatePem,
  other: other.certificatePem,
  both: one.certificatePem + other.certificatePem,
  withKey: one.certificatePem + one.privateKeyPem,
  key: one.privateKeyPem,
  der: one.der,
  text: 'no certificate',
  empty: '',
};
const NAMES = ['one.crt', 'one.key', 'two.pem', '0a1b2c3d.0', 'sub/one.pem', 'sub/two.pem', 'deep/sub/one.crt'];

const name = fc.constantFrom(...NAMES);
const file = fc.record({
  kind: fc.constant('file' as const),
  name,
  content: fc.constantFrom(...Object.keys(CONTENTS)),
});
const link = fc.record({ kind: fc.constantFrom('link' as const, 'hardLink' as const), name, to: name });

/** Returns the values of a scan of a store, without its objects. */
function plain({ certificates, ...rest }: StoreSnapshot): unknown {
  const all = certificates.map(({ certificate, location, key, services, writtenAt }) => {
    const { thumbprint, subject, dnsNames, publicKeySha256 } = certificate;
    return { thumbprint, subject, dnsNames, publicKeySha256, location, key, services, writtenAt };
  });
  return { all, ...rest };
}

describe('a store that is scanned once', () => {
  it('has the same content in a second scan, whatever files with whatever names it has', async () => {
    let doubles = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(file, link), { minLength: 1, maxLength: 9 }), async (wishes) => {
        using directory = temporaryDirectory();
        directory.write('always.pem', other.certificatePem);
        for (const wish of wishes) {
          rmSync(directory.at(wish.name), { force: true });
          if (wish.kind === 'file') directory.write(wish.name, CONTENTS[wish.content] ?? '');
          else if (wish.kind === 'link') directory.link(wish.name, directory.at(wish.to));
          else if (existsSync(directory.at(wish.to)) && wish.to !== wish.name) {
            rmSync(directory.write(wish.name, ''));
            linkSync(directory.at(wish.to), directory.at(wish.name));
            doubles += 1;
          }
        }
        const [once, again] = [storeAt(directory.path, { willRescan: false }), storeAt(directory.path)];
        const [mine, theirs] = [await seen(once), await seen(again)];
        expect(plain(mine.value)).toEqual(plain(theirs.value));
        expect(mine.problems).toEqual(theirs.problems);
      }),
      { numRuns: 300 },
    );
    expect(doubles).toBeGreaterThan(50);
  });

  it.each([
    ['in one directory', 'a.pem', 'b.pem', 'a.pem'],
    ['in two directories', 'a/one.pem', 'b/one.pem', 'a/one.pem'],
    ['of which one is a hash', 'a/0a1b2c3d.0', 'b/one.pem', 'b/one.pem'],
  ])('counts one file once, by two names %s', async (_where, first, second, counted) => {
    using directory = temporaryDirectory();
    directory.write(first, one.certificatePem);
    rmSync(directory.write(second, ''));
    linkSync(directory.at(first), directory.at(second));
    const result = await seen(storeAt(directory.path, { willRescan: false }));
    expect(places(result.value.certificates, directory.path)).toEqual([`${counted}#0 missing`]);
  });

  it('counts two files of two directories twice, even with the same certificate', async () => {
    using directory = temporaryDirectory();
    directory.write('a/one.pem', one.certificatePem);
    directory.write('b/one.pem', one.certificatePem);
    const result = await seen(storeAt(directory.path, { willRescan: false }));
    expect(places(result.value.certificates, directory.path)).toEqual(['a/one.pem#0 missing', 'b/one.pem#0 missing']);
  });

  it('shows a change in a second scan', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('one.pem', one.certificatePem);
    const store = storeAt(directory.path, { willRescan: false, minReliableAgeMs: -60_000 });
    const subjects = async (): Promise<readonly string[]> =>
      (await seen(store)).value.certificates.map(({ certificate }) => certificate.subject);
    expect(await subjects()).toEqual(['CN=one.contoso.com']);
    utimesSync(directory.write('one.pem', other.certificatePem), 1, 1);
    expect(await subjects()).toEqual(['CN=two.contoso.com']);
    rmSync(path);
    directory.write('two.pem', one.certificatePem);
    expect(await subjects()).toEqual(['CN=one.contoso.com']);
  });

  it('has no write time for a file that was removed before the request', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('one.pem', one.certificatePem);
    const result = await seen(storeAt(directory.path, { willRescan: false }));
    rmSync(path);
    const [stored] = result.value.certificates;
    expect(stored?.certificate.subject).toBe('CN=one.contoso.com');
    expect(stored?.writtenAt).toBeUndefined();
  });
});
