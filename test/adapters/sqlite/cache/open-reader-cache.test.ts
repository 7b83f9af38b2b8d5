import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openReaderCache, type SqliteReaderCache } from '../../../../src/adapters/sqlite/cache/open-reader-cache.ts';
import { notedDiagnostics } from '../../../fakes/noted-diagnostics.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../../../peers/needs.ts';

let directory: TemporaryDirectory;
let noted: string[];
beforeEach(() => {
  directory = temporaryDirectory();
  noted = [];
});
afterEach(() => directory[Symbol.dispose]());

const FILE = 'reader-cache.db';
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const many = (count: number): Uint8Array => new Uint8Array(count).fill(7);

function opened(madeBy = 'this', path = directory.path): SqliteReaderCache {
  return openReaderCache(
    path,
    madeBy,
    notedDiagnostics((what, level) => void noted.push(`${level}: ${what}`)),
  );
}

function all(cache: SqliteReaderCache, owner: string): readonly (string | undefined)[] {
  const blobs = cache.take(owner);
  return blobs.ids().map((id) => {
    const read = blobs.read(id);
    return read && Buffer.from(read).toString();
  });
}

/** Fills a cache file, and closes it. */
function filled(...texts: readonly string[]): void {
  using cache = opened();
  const blobs = cache.take('My');
  for (const text of texts) blobs.add(bytes(text));
}

function expectNothingKept(cache: SqliteReaderCache): void {
  const blobs = cache.take('My');
  expect(blobs.add(bytes('a'))).toBeUndefined();
  expect(blobs.ids()).toEqual([]);
  expect(blobs.read(1)).toBeUndefined();
  blobs.remove([1]);
}

describe('the cache of the file reader', () => {
  it('returns the content of an earlier process, the oldest first, and belongs to the daemon only', () => {
    filled('one', 'two', 'three');
    expect((statSync(directory.at(FILE)).mode & 0o7777).toString(8)).toBe('600');
    using cache = opened();
    expect(all(cache, 'My')).toEqual(['one', 'two', 'three']);
    expect(noted).toEqual([]);
  });

  it('loses removed content', () => {
    filled('one', 'two');
    {
      using cache = opened();
      const blobs = cache.take('My');
      blobs.remove(blobs.ids().slice(0, 1));
    }
    using cache = opened();
    expect(all(cache, 'My')).toEqual(['two']);
  });

  it('separates owners', () => {
    using cache = opened();
    const [one, other] = [cache.take('one'), cache.take('other')];
    const id = one.add(bytes('a')) ?? 0;
    expect(other.ids()).toEqual([]);
    expect(other.read(id)).toBeUndefined();
    other.remove([id]);
    expect(one.ids()).toEqual([id]);
  });

  it('answers only the last one that opened an owner', () => {
    using cache = opened();
    const earlier = cache.take('My');
    earlier.add(bytes('a'));
    const later = cache.take('My');
    expect(earlier.add(bytes('b'))).toBeUndefined();
    expect(earlier.ids()).toEqual([]);
    expect(later.ids()).toHaveLength(1);
  });

  it('loses at its end the owners that were not requested, unless no owner was requested', () => {
    {
      using cache = opened();
      cache.take('My').add(bytes('mine'));
      cache.take('Gone').add(bytes('gone'));
    }
    opened()[Symbol.dispose]();
    {
      using cache = opened();
      expect(all(cache, 'My')).toEqual(['mine']);
    }
    using cache = opened();
    expect(all(cache, 'Gone')).toEqual([]);
  });

  it('is created again when another program made it', () => {
    filled('one');
    {
      using cache = opened('the next version');
      expect(all(cache, 'My')).toEqual([]);
      cache.take('My').add(bytes('new'));
    }
    using cache = opened('the next version');
    expect(all(cache, 'My')).toEqual(['new']);
    expect(noted).toEqual([]);
  });

  it('returns space when most of it is unused', () => {
    using cache = opened();
    const blobs = cache.take('My');
    for (let blob = 0; blob < 40; blob += 1) blobs.add(many(200_000));
    const full = statSync(directory.at(FILE)).size;
    for (const id of blobs.ids().slice(1)) blobs.remove([id]);
    expect(statSync(directory.at(FILE)).size).toBeLessThan(full / 4);
    expect(blobs.read(blobs.ids()[0] ?? 0)).toEqual(Buffer.from(many(200_000)));
  });
});

describe('a damaged cache', () => {
  it.each([
    ['bytes', `UPDATE blob SET bytes = 'x' || substr(bytes, 2) WHERE id = 2`],
    ['checksum', 'UPDATE blob SET checksum = zeroblob(32) WHERE id = 2'],
  ])('loses the blob whose %s changed, and no other', (_what, damage) => {
    filled('one', 'two', 'three');
    const database = openSqlite(directory.at(FILE));
    database.exec(damage.replace("'x' || substr(bytes, 2)", "CAST('xwo' AS BLOB)"));
    database.close();
    using cache = opened();
    expect(all(cache, 'My')).toEqual(['one', undefined, 'three']);
    expect(all(cache, 'My')).toEqual(['one', 'three']);
    expect(noted).toEqual([]);
  });

  it('returns no content of another owner', () => {
    filled('one');
    const database = openSqlite(directory.at(FILE));
    database.exec(`UPDATE blob SET owner = 'Other'`);
    database.close();
    using cache = opened();
    expect(all(cache, 'Other')).toEqual([undefined]);
  });

  it.each([
    [
      'is no database',
      () =>
        writeFileSync(
          directory.at(FILE),
          'no database at all, but longer than a header of one hundred bytes'.repeat(9),
        ),
    ],
    ['is empty', () => truncateSync(directory.at(FILE))],
    ['is cut off within its first page', () => truncateSync(directory.at(FILE), 1000)],
  ])('is created again if the file %s', (_how, damage) => {
    filled('one');
    damage();
    {
      using cache = opened();
      expect(all(cache, 'My')).toEqual([]);
      cache.take('My').add(bytes('new'));
    }
    using cache = opened();
    expect(all(cache, 'My')).toEqual(['new']);
    expect(noted).toEqual([]);
  });

  it('whose damage shows later is reported once, and removed', () => {
    filled('one');
    const database = openSqlite(directory.at(FILE), { readonly: true });
    const page = database.prepare<[], number>(`SELECT rootpage FROM sqlite_schema WHERE name = 'blob'`).pluck().get();
    database.close();
    const file = openSync(directory.at(FILE), 'r+');
    writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, ((page ?? 1) - 1) * 4096);
    closeSync(file);
    {
      using cache = opened();
      expect(all(cache, 'My')).toEqual([undefined]);
      expectNothingKept(cache);
    }
    expect(noted).toHaveLength(1);
    expect(noted[0]).toMatch(/^warning: .*reader-cache\.db: .*; files are read again at the next start$/);
    expect(existsSync(directory.at(FILE))).toBe(false);
  });
});

describe('a cache that cannot be stored', () => {
  it.each([
    ['a directory is in its place', () => mkdirSync(directory.at(FILE))],
    ['its directory is removed', () => directory[Symbol.dispose]()],
  ])('has one diagnostic, and nothing fails: %s', (_why, prepare) => {
    prepare();
    using cache = opened();
    expectNothingKept(cache);
    expect(noted).toHaveLength(1);
  });

  it('is reported once for a read-only directory', async () => {
    chmodSync(directory.path, 0o555);
    await asUnprivileged(async () => {
      using cache = opened();
      expectNothingKept(cache);
    });
    expect(noted).toHaveLength(1);
    expect(noted[0]).toContain('EACCES');
  });

  it.runIf(needsRoot() && needs('mount'))('is reported once for a full disk, and the file is abandoned', () => {
    const state = directory.at('state');
    mkdirSync(state);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', state]);
    try {
      using cache = opened('this', state);
      const blobs = cache.take('My');
      expect(blobs.add(many(100_000))).toBeDefined();
      expect(blobs.add(many(400_000))).toBeUndefined();
      expectNothingKept(cache);
      expect(noted).toHaveLength(1);
      expect(existsSync(`${state}/${FILE}`)).toBe(false);
    } finally {
      execFileSync('umount', [state]);
    }
  });

  it.runIf(needsRoot() && needs('mount'))('is reported once for a read-only file system', () => {
    const state = directory.at('state');
    mkdirSync(state);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', state]);
    try {
      opened('this', state)[Symbol.dispose]();
      execFileSync('mount', ['-o', 'remount,ro', state]);
      using cache = opened('this', state);
      expectNothingKept(cache);
      expect(noted).toHaveLength(1);
    } finally {
      execFileSync('umount', [state]);
    }
  });
});
