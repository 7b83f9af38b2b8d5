import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { blindness, made, places, seen, storeAt } from '../scans.ts';

const one = made('mail.contoso.com');
const other = made('other.contoso.com');

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
  chmodSync(folder.path, 0o755);
});
afterEach(() => folder[Symbol.dispose]());

/** Closes a path, proves that it is closed, and does the rest without privileges. */
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
    folder.write('store/mail.pem', one.certificatePem);
    const store = storeAt(folder.at('store'));
    const before = (await seen(store)).value;
    await withClosed(folder.at('store'), async () => {
      expect((await blindness(store)).problem).toEqual({
        reason: 'permission_denied',
        location: folder.at('store'),
        detail: 'EACCES',
      });
    });
    expect((await seen(store)).value).toBe(before);
  });

  it('the only file of a store is unavailable', async () => {
    const path = folder.write('mail.pem', one.certificatePem);
    await withClosed(path, async () => {
      expect((await blindness(storeAt(path))).problem).toMatchObject({ reason: 'permission_denied', location: path });
    });
  });

  it.each(['live/*/mail.pem', 'live/a/*.pem', 'live/**'])(
    'the directory of the glob %s is unavailable',
    async (pattern) => {
      folder.write('live/a/mail.pem', one.certificatePem);
      await withClosed(folder.at('live'), async () => {
        expect((await blindness(storeAt(folder.at(pattern)))).problem.reason).toBe('permission_denied');
      });
    },
  );

  it('one file or one subdirectory is a problem, and the rest is available', async () => {
    folder.write('a.pem', one.certificatePem);
    folder.write('b.pem', other.certificatePem);
    folder.write('c/mail.pem', other.certificatePem);
    chmodSync(folder.at('c'), 0o000);
    await withClosed(folder.at('b.pem'), async () => {
      const { value, problems } = await seen(storeAt(folder.path));
      expect(places(value.certificates, folder.path)).toEqual(['a.pem#0 missing']);
      expect(problems.map(({ reason, location }) => [reason, location])).toEqual([
        ['permission_denied', folder.at('b.pem')],
        ['permission_denied', folder.at('c')],
      ]);
    });
    chmodSync(folder.at('c'), 0o755);
  });

  it.each(['', '*.pem'])(
    'every certificate of a store (%j) makes it unavailable: "none" would be a guess',
    async (pattern) => {
      folder.write('store/mail.pem', one.certificatePem);
      const path = pattern === '' ? folder.at('store') : folder.at('store', pattern);
      await withClosed(folder.at('store/mail.pem'), async () => {
        expect((await blindness(storeAt(path))).problem).toEqual({
          reason: 'permission_denied',
          location: path,
          detail: `${folder.at('store/mail.pem')}: EACCES`,
        });
      });
    },
  );

  it("the target of a certificate's link is a problem", async () => {
    folder.write('closed/mail.pem', one.certificatePem);
    folder.link('store/mail.pem', '../closed/mail.pem');
    folder.write('store/other.pem', other.certificatePem);
    await withClosed(folder.at('closed'), async () => {
      const { problems } = await seen(storeAt(folder.at('store')));
      expect(problems.map(({ reason, location }) => [reason, location])).toEqual([
        ['permission_denied', folder.at('store/mail.pem')],
      ]);
    });
  });

  it.each([
    ['the key', 'store/privkey.pem', false],
    ['the end of the key’s link', 'closed', true],
  ])('%s is unreadable, never missing, in a directory and in a glob', async (_what, closed, isLink) => {
    folder.write('store/mail.pem', one.certificatePem);
    folder.write(isLink ? 'closed/key.pem' : 'store/privkey.pem', one.privateKeyPem);
    if (isLink) folder.link('store/privkey.pem', '../closed/key.pem');
    const stores = [storeAt(folder.at('store')), storeAt(folder.at('store/m*.pem'))];
    await withClosed(folder.at(closed), async () => {
      for (const store of stores) {
        const { value, problems } = await seen(store);
        expect(value.certificates.map(({ key }) => key)).toMatchObject([
          { kind: 'unreadable', path: folder.at('store/privkey.pem') },
        ]);
        expect(problems).toEqual([
          { reason: 'permission_denied', location: folder.at('store/privkey.pem'), detail: 'EACCES' },
        ]);
      }
    });
    for (const store of stores) expect((await seen(store)).value.certificates[0]?.key.kind).toBe('matches');
  });

  it('a file that was read before is a problem, without its previous content', async () => {
    folder.write('a.pem', one.certificatePem);
    folder.write('b.pem', other.certificatePem);
    const store = storeAt(folder.path);
    expect((await seen(store)).value.certificates).toHaveLength(2);
    await withClosed(folder.at('b.pem'), async () => {
      const { value, problems } = await seen(store);
      expect(places(value.certificates, folder.path)).toEqual(['a.pem#0 missing']);
      expect(problems.map(({ reason }) => reason)).toEqual(['permission_denied']);
    });
  });
});
