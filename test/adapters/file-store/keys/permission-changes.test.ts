import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { Lateness } from '../lateness.ts';
import { made, seen, storeAt, unavailableResult } from '../scans.ts';

const UNPRIVILEGED = 65534;
const one = made('mail.contoso.com');
const other = made('other.contoso.com');

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/** Changes the owner of all files, because only the owner of a file may change its mode. */
function giveToUnprivileged(path: string): void {
  if (process.geteuid?.() !== 0) return;
  chownSync(path, UNPRIVILEGED, UNPRIVILEGED);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) {
    const child = join(path, name);
    if (!lstatSync(child).isSymbolicLink()) giveToUnprivileged(child);
  }
}

it.each([
  ['a store’s directory', 'store', 'store', 'store/mail.pem'],
  ['the directory of a store that is a file', 'store/mail.pem', 'store', 'store/mail.pem'],
  ['the file that is a store', 'store/mail.pem', 'store/mail.pem', 'store/mail.pem'],
  ['the directory of a glob', 'store/*.pem', 'store', 'store/mail.pem'],
  ['a directory that a glob matches', 'st*/mail.pem', 'store', 'store/mail.pem'],
  ['a parent directory of a store', 'above/store', 'above', 'above/store/mail.pem'],
  ['the one file in a store', 'store', 'store/mail.pem', 'store/mail.pem'],
  ['the only directory in a store', 'store', 'store/below', 'store/below/mail.pem'],
  ['the target directory of a link', 'linked', 'archive', 'archive/mail.pem'],
  ['a directory on the path of a link', 'through', 'middle', 'middle/deep/mail.pem'],
])(
  'the permission of %s is detected within a second when it is removed and when it is restored',
  async (_what, path, closed, file) => {
    directory.write(file, one.certificatePem);
    if (path === 'linked') directory.link('linked/mail.pem', '../archive/mail.pem');
    if (path === 'through') directory.link('through/mail.pem', '../middle/deep/mail.pem');
    giveToUnprivileged(directory.path);
    await asUnprivileged(async () => {
      const store = storeAt(directory.at(path));
      let hinted = (): void => undefined;
      using _watch = store.watch(() => hinted());
      const first = (await seen(store)).value;
      expect(first.certificates).toHaveLength(1);
      const noticedAfter = async (change: () => void): Promise<number> => {
        using lateness = new Lateness();
        const hint = new Promise<void>((resolve) => {
          hinted = resolve;
        });
        const started = performance.now();
        change();
        await hint;
        return performance.now() - started - lateness.ms;
      };

      expect(await noticedAfter(() => chmodSync(directory.at(closed), 0o000))).toBeLessThan(1000);
      expect(() => readFileSync(directory.at(file))).toThrow('EACCES');
      expect((await unavailableResult(store)).problem.reason).toBe('permission_denied');
      expect(await noticedAfter(() => chmodSync(directory.at(closed), 0o755))).toBeLessThan(1000);
      expect((await seen(store)).value).toBe(first);
    });
  },
);

it('the result for other certificates of a store stays while one of them is closed', async () => {
  directory.write('store/a.pem', one.certificatePem);
  directory.write('store/b.pem', other.certificatePem);
  giveToUnprivileged(directory.path);
  await asUnprivileged(async () => {
    const store = storeAt(directory.at('store'));
    chmodSync(directory.at('store/b.pem'), 0o000);
    expect(() => readFileSync(directory.at('store/b.pem'))).toThrow('EACCES');
    const { value, problems } = await seen(store);
    expect(value.certificates.map(({ certificate }) => certificate.thumbprint)).toEqual([one.thumbprint]);
    expect(problems.map(({ reason }) => reason)).toEqual(['permission_denied']);
    chmodSync(directory.at('store/b.pem'), 0o644);
    expect((await seen(store)).value.certificates).toHaveLength(2);
  });
});
