import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemSaying } from '../../../domain/failure/problem-saying.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, places, seen, storeAt, unavailableResult } from '../scans.ts';

const one = made('mail.contoso.com');
const other = made('other.contoso.com');

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
});
afterEach(() => directory[Symbol.dispose]());

/** Removes all permissions from a path, and runs a function without privileges. */
function withClosed<T>(path: string, work: () => Promise<T>): Promise<T> {
  chmodSync(path, 0o000);
  return asUnprivileged(async () => {
    expect(() => readFileSync(path)).toThrow('EACCES');
    expect(() => readdirSync(path)).toThrow(/EACCES|ENOTDIR/);
    return work();
  }).finally(() => chmodSync(path, 0o755));
}

describe('without permission', () => {
  it('the directory of a store is unavailable: permission_denied, and available again afterwards', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const store = storeAt(directory.at('store'));
    const before = (await seen(store)).value;
    await withClosed(directory.at('store'), async () => {
      expect((await unavailableResult(store)).problem).toEqual(
        problemSaying('permission_denied', directory.at('store'), 'EACCES'),
      );
    });
    expect((await seen(store)).value).toBe(before);
  });

  it('the only file of a store is unavailable', async () => {
    const path = directory.write('mail.pem', one.certificatePem);
    await withClosed(path, async () => {
      expect((await unavailableResult(storeAt(path))).problem).toMatchObject({
        reason: 'permission_denied',
        location: path,
      });
    });
  });

  it.each(['live/*/mail.pem', 'live/a/*.pem', 'live/**'])(
    'the directory of the glob %s is unavailable',
    async (pattern) => {
      directory.write('live/a/mail.pem', one.certificatePem);
      await withClosed(directory.at('live'), async () => {
        expect((await unavailableResult(storeAt(directory.at(pattern)))).problem.reason).toBe('permission_denied');
      });
    },
  );

  it('one file or one subdirectory is a problem, and the rest is available', async () => {
    directory.write('a.pem', one.certificatePem);
    directory.write('b.pem', other.certificatePem);
    directory.write('c/mail.pem', other.certificatePem);
    chmodSync(directory.at('c'), 0o000);
    await withClosed(directory.at('b.pem'), async () => {
      const { value, problems } = await seen(storeAt(directory.path));
      expect(places(value.certificates, directory.path)).toEqual(['a.pem#0 missing']);
      expect(problems.map(({ reason, location }) => [reason, location])).toEqual([
        ['permission_denied', directory.at('b.pem')],
        ['permission_denied', directory.at('c')],
      ]);
    });
    chmodSync(directory.at('c'), 0o755);
  });

  it.each(['', '*.pem'])(
    'every certificate of a store (%j) makes it unavailable: "none" would be a guess',
    async (pattern) => {
      directory.write('store/mail.pem', one.certificatePem);
      const path = pattern === '' ? directory.at('store') : directory.at('store', pattern);
      await withClosed(directory.at('store/mail.pem'), async () => {
        expect((await unavailableResult(storeAt(path))).problem).toEqual(
          problemSaying('permission_denied', path, `${directory.at('store/mail.pem')}: EACCES`),
        );
      });
    },
  );

  it("the target of a certificate's link is a problem", async () => {
    directory.write('closed/mail.pem', one.certificatePem);
    directory.link('store/mail.pem', '../closed/mail.pem');
    directory.write('store/other.pem', other.certificatePem);
    await withClosed(directory.at('closed'), async () => {
      const { problems } = await seen(storeAt(directory.at('store')));
      expect(problems.map(({ reason, location }) => [reason, location])).toEqual([
        ['permission_denied', directory.at('store/mail.pem')],
      ]);
    });
  });

  it.each([
    ['the key', 'store/privkey.pem', false],
    ['the end of the key’s link', 'closed', true],
  ])('%s is unreadable, never missing, in a directory and in a glob', async (_what, closed, isLink) => {
    directory.write('store/mail.pem', one.certificatePem);
    directory.write(isLink ? 'closed/key.pem' : 'store/privkey.pem', one.privateKeyPem);
    if (isLink) directory.link('store/privkey.pem', '../closed/key.pem');
    const stores = [storeAt(directory.at('store')), storeAt(directory.at('store/m*.pem'))];
    await withClosed(directory.at(closed), async () => {
      for (const store of stores) {
        const { value, problems } = await seen(store);
        expect(value.certificates.map(({ key }) => key)).toMatchObject([
          { kind: 'unreadable', path: directory.at('store/privkey.pem') },
        ]);
        expect(problems).toEqual([problemSaying('permission_denied', directory.at('store/privkey.pem'), 'EACCES')]);
      }
    });
    for (const store of stores) expect((await seen(store)).value.certificates[0]?.key.kind).toBe('matches');
  });

  it('a file that was read before is a problem, without its previous content', async () => {
    directory.write('a.pem', one.certificatePem);
    directory.write('b.pem', other.certificatePem);
    const store = storeAt(directory.path);
    expect((await seen(store)).value.certificates).toHaveLength(2);
    await withClosed(directory.at('b.pem'), async () => {
      const { value, problems } = await seen(store);
      expect(places(value.certificates, directory.path)).toEqual(['a.pem#0 missing']);
      expect(problems.map(({ reason }) => reason)).toEqual(['permission_denied']);
    });
  });
});
