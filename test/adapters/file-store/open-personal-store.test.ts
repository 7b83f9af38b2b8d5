import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IssueError } from '../../../src/work/errors.ts';
import type { PersonalStore } from '../../../src/work/ports/stores.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { change, installing, personalStore, record } from './personal-stores.ts';
import { made, places, seen } from './scans.ts';

let directory: TemporaryDirectory;
let path: string;
let store: PersonalStore;
beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.at('store');
  mkdirSync(path, { mode: 0o750 });
  store = personalStore(path);
});
afterEach(() => directory[Symbol.dispose]());

/** Returns everything that a test may have left, also hidden entries, except the lock. */
const entries = (): string[] =>
  readdirSync(path)
    .filter((name) => name !== '.lock')
    .sort();

describe('a personal store that does not exist yet', () => {
  it('is created, for its owner only, and stays the same when it is created again', async () => {
    const fresh = personalStore(directory.at('a/b/store'));
    await fresh.create();
    expect(statSync(directory.at('a/b/store')).mode & 0o777).toBe(0o700);
    await change(fresh, installing());
    await fresh.create();
    expect((await seen(fresh)).value.certificates).toHaveLength(1);
  });

  it.runIf(process.geteuid?.() === 0)('belongs to the owner of its parent directory', async () => {
    chownSync(directory.path, 1234, 5678);
    await personalStore(directory.at('a/store')).create();
    for (const each of ['a', 'a/store']) expect(statSync(directory.at(each))).toMatchObject({ uid: 1234, gid: 5678 });
  });

  it('that cannot be created is refused in one line', async () => {
    const fresh = personalStore(directory.write('file', 'text'));
    await expect(fresh.create()).rejects.toThrow(IssueError);
    await expect(fresh.create()).rejects.toThrow(
      `cannot create the personal store ${directory.at('file')}: a file or directory with this name already exists`,
    );
  });

  it('cannot be locked for a change, in one line', async () => {
    const refused = personalStore(directory.at('nowhere')).lock();
    await expect(refused).rejects.toThrow(IssueError);
    await expect(refused).rejects.toThrow(/^cannot lock the store .*nowhere: ENOENT: .*; nothing was changed$/);
  });
});

describe('the recorded internal transport certificate', () => {
  const [one, other] = ['A'.repeat(40), 'B'.repeat(40)];

  it('is missing at first', async () => {
    expect(await store.recordedInternalTransport()).toBeUndefined();
  });

  it('is the last recorded one, whether it exists or not, from the next process on', async () => {
    await record(store, one);
    await record(store, other);
    expect(await store.recordedInternalTransport()).toBe(other);
    expect(await personalStore(path).recordedInternalTransport()).toBe(other);
    expect(entries()).toEqual(['internal-transport']);
    expect(readlinkSync(`${path}/internal-transport`)).toBe(other);
  });

  it('is no problem of the store while its link dangles, and counts no certificate twice', async () => {
    await record(store, one);
    expect((await seen(store)).problems).toEqual([]);
    const added = made();
    await change(store, installing(added, { recordsInternal: true }));
    const { value } = await seen(store);
    expect(places(value.certificates, path)).toEqual([`${added.thumbprint}/certificate.pem#0 matches`]);
  });

  it.each([
    ['a path with the thumbprint at its end', `../store/${'a'.repeat(40)}`, 'A'.repeat(40)],
    ['no thumbprint', 'somewhere', undefined],
    ['a thumbprint and more', `${'A'.repeat(40)}.old`, undefined],
  ])('is read from the target of its link: %s', async (_what, target, expected) => {
    symlinkSync(target, `${path}/internal-transport`);
    expect(await store.recordedInternalTransport()).toBe(expected);
  });

  it('is missing if a file and not a link has that name', async () => {
    directory.write('store/internal-transport', 'A'.repeat(40));
    expect(await store.recordedInternalTransport()).toBeUndefined();
  });

  it('stays the last known one while the store is unreadable', async () => {
    await record(store, one);
    chmodSync(directory.path, 0o755);
    chmodSync(path, 0o000);
    await asUnprivileged(async () => {
      expect(() => readdirSync(path)).toThrow('EACCES');
      expect(await store.recordedInternalTransport()).toBe(one);
    });
    chmodSync(path, 0o755);
  });

  it('is not recorded if a directory has the name of the link, and nothing is installed then', async () => {
    mkdirSync(`${path}/internal-transport/x`, { recursive: true });
    const refused = record(store, one);
    await expect(refused).rejects.toThrow(IssueError);
    const text = 'internal-transport is a directory instead of a link; move it to another place; nothing was changed';
    await expect(refused).rejects.toThrow(text);
    await expect(change(store, installing(made(), { recordsInternal: true }))).rejects.toThrow(text);
    expect(entries()).toEqual(['internal-transport']);
    expect(existsSync(`${path}/internal-transport/x`)).toBe(true);
  });

  it('cannot be recorded without the lock of the store', async () => {
    await expect(store.recordInternalTransport(one)).rejects.toThrow('the store is not locked');
    await expect(store.apply(installing(), { by: 'root', command: '', at: 0 })).rejects.toThrow(IssueError);
    expect(entries()).toEqual([]);
  });

  it.each([
    ['counts before its link has taken its place', [], one],
    ['does not count while the certificate is written', [`.new-${one}`], other],
    ['does not count while its note is written', ['.certificate.yaml.next'], other],
  ])('that was announced %s', async (_what, unfinished, expected) => {
    await record(store, other);
    symlinkSync(one, `${path}/.internal-transport.next`);
    for (const name of unfinished) directory.write(`store/${name}`, '');
    expect(await store.recordedInternalTransport()).toBe(expected);
    (await store.lock())[Symbol.dispose]();
    expect(await store.recordedInternalTransport()).toBe(expected);
    expect(entries()).toEqual(['internal-transport']);
  });
});
