import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../../domain/failure/diagnostic-failures.ts';
import type { BlobStore, BlobStores } from '../../../work/ports/stores.ts';
import type { Diagnostics } from '../../../work/ports/system.ts';
import { createFile } from '../create-state.ts';
import { isDamage, isDiskFull, primaryCode } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';

const SCHEMA = `
CREATE TABLE made_by (what TEXT NOT NULL) STRICT;
CREATE TABLE blob (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, checksum BLOB NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE INDEX blob_by_owner ON blob (owner);
`;

/**
 * The size of SQLite's page cache, KiB. A small cache is enough: each blob is written once and read
 * once.
 */
const CACHE_SIZE_KIB = 1024;
/** The number of free pages in the file above which some of them are released. */
const MIN_FREE_PAGES = 256;
/** The maximum number of pages released at a time. */
const MAX_RELEASED_PAGES = 1024;

/** The name of the file in the state directory. */
export const READER_CACHE_FILE = 'reader-cache.db';

/**
 * Opens the reader cache `reader-cache.db`: what a store reader has parsed from certificate files,
 * so that they need not be parsed again after a restart. All of it can be computed again, so a
 * damaged file is removed. If the file cannot be used, one diagnostic reports it and nothing is
 * cached.
 * @param madeBy identifies the program that wrote the file; the file of another program is removed
 */
export function openReaderCache(stateDirectory: string, madeBy: string, diagnostics: Diagnostics): SqliteReaderCache {
  return new SqliteReaderCache(join(stateDirectory, READER_CACHE_FILE), madeBy, diagnostics);
}

/**
 * The blob stores in one SQLite file, one for each owner (a certificate store). Without a usable
 * file, every blob store is empty.
 */
export class SqliteReaderCache implements BlobStores, Disposable {
  readonly #path: string;
  readonly #diagnostics: Diagnostics;
  /** The blob store that was last taken for each owner. */
  readonly #stores: Map<string, SqliteBlobStore> = new Map();
  #database: Connection | undefined;

  constructor(path: string, madeBy: string, diagnostics: Diagnostics) {
    this.#path = path;
    this.#diagnostics = diagnostics;
    try {
      this.#database = openOrRecreate(path, madeBy);
    } catch (failure) {
      this.#disable('certificate_cache_not_opened', failure);
    }
  }

  take(owner: string): BlobStore {
    // A blob store that was taken earlier for this owner no longer reads or writes.
    const blobs: SqliteBlobStore = new SqliteBlobStore(owner, (code, use) =>
      this.#stores.get(owner) === blobs ? this.#attempt(code, use) : undefined,
    );
    this.#stores.set(owner, blobs);
    return blobs;
  }

  /**
   * Closes the file, and deletes the blobs of owners that this process has not used: their
   * certificate stores are no longer configured.
   */
  [Symbol.dispose](): void {
    // Without any owner, the process ended before it opened its stores.
    if (this.#stores.size > 0) {
      this.#attempt('certificate_cache_not_tidied', (database) => {
        const deleteOthers = database.prepare('DELETE FROM blob WHERE owner NOT IN (SELECT value FROM json_each(?))');
        if (deleteOthers.run(JSON.stringify([...this.#stores.keys()])).changes > 0) releasePages(database);
      });
    }
    this.#database?.close();
    this.#database = undefined;
  }

  /** Uses the database. After an error, disables the cache and returns undefined. */
  #attempt<T>(code: OperationCode, use: (database: Connection) => T): T | undefined {
    if (this.#database === undefined) return undefined;
    try {
      return use(this.#database);
    } catch (failure) {
      return this.#disable(code, failure);
    }
  }

  #disable(code: OperationCode, failure: unknown): undefined {
    const problem = DIAGNOSTIC_FAILURES[code]({ path: this.#path });
    const message = DIAGNOSTIC_FAILURES.certificate_cache_disabled({ problem, cause: causeOf(failure) });
    this.#diagnostics.note('warning', message);
    this.#database?.close();
    this.#database = undefined;
    // On a full disk, the cache is the least important file.
    if (isDamage(failure) || isDiskFull(this.#path, failure)) remove(this.#path);
  }
}

/** The code of the failure of an operation on the cache. */
type OperationCode =
  | 'certificate_cache_not_opened'
  | 'certificate_cache_not_read'
  | 'certificate_cache_not_written'
  | 'certificate_cache_not_tidied';

/** Uses the database; returns undefined if the cache is disabled. */
type Attempt = <T>(code: OperationCode, use: (database: Connection) => T) => T | undefined;

/** The blobs of one owner. */
class SqliteBlobStore implements BlobStore {
  readonly #owner: string;
  readonly #attempt: Attempt;

  constructor(owner: string, attempt: Attempt) {
    this.#owner = owner;
    this.#attempt = attempt;
  }

  ids(): readonly number[] {
    const ids = this.#attempt('certificate_cache_not_read', (database) =>
      database.prepare<[string], number>('SELECT id FROM blob WHERE owner = ? ORDER BY id').pluck().all(this.#owner),
    );
    return ids ?? [];
  }

  read(id: number): Uint8Array | undefined {
    return this.#attempt('certificate_cache_not_read', (database) => {
      const select = database.prepare<[number, string], { readonly checksum: Buffer; readonly bytes: Buffer }>(
        'SELECT checksum, bytes FROM blob WHERE id = ? AND owner = ?',
      );
      const row = select.get(id, this.#owner);
      if (row === undefined) return undefined;
      if (this.#checksum(row.bytes).equals(row.checksum)) return row.bytes;
      database.prepare('DELETE FROM blob WHERE id = ?').run(id);
      return undefined;
    });
  }

  add(bytes: Uint8Array): number | undefined {
    return this.#attempt('certificate_cache_not_written', (database) => {
      const insert = database.prepare('INSERT INTO blob (owner, checksum, bytes) VALUES (?, ?, ?)');
      return Number(insert.run(this.#owner, this.#checksum(bytes), bytes).lastInsertRowid);
    });
  }

  remove(ids: readonly number[]): void {
    this.#attempt('certificate_cache_not_written', (database) => {
      const deleteOwnBlobs = 'DELETE FROM blob WHERE owner = ? AND id IN (SELECT value FROM json_each(?))';
      database.prepare(deleteOwnBlobs).run(this.#owner, JSON.stringify(ids));
      releasePages(database);
    });
  }

  /** The checksum includes the owner, so a blob of another store counts as damaged. */
  #checksum(bytes: Uint8Array): Buffer {
    return createHash('sha256').update(this.#owner).update('\0').update(bytes).digest();
  }
}

/** Opens the cache file, and recreates it unless `madeBy` wrote it. */
function openOrRecreate(path: string, madeBy: string): Connection {
  const database = openOrCreate(path);
  try {
    if (database.prepare<[], string>('SELECT what FROM made_by').pluck().get() === madeBy) return database;
  } catch (failure) {
    // Without the table, the file is new or its creation was interrupted.
    if (primaryCode(failure) !== 'SQLITE_ERROR' && !isDamage(failure)) throw failure;
  }
  database.close();
  remove(path);
  const recreated = openOrCreate(path);
  recreated.exec(SCHEMA);
  recreated.prepare('INSERT INTO made_by (what) VALUES (?)').run(madeBy);
  return recreated;
}

function openOrCreate(path: string): Connection {
  createFile(path, 0o600);
  const database = openDatabase(path, { timeout: 0 });
  try {
    prepareForWriting(database);
    return database;
  } catch (failure) {
    database.close();
    if (!isDamage(failure)) throw failure;
    remove(path);
    return openOrCreate(path);
  }
}

function prepareForWriting(database: Connection): void {
  // Only one process uses the file, so it takes the lock once.
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma(`cache_size = -${CACHE_SIZE_KIB}`);
  // No write waits for the disk. A power failure may damage the file, which is then created again;
  // SIGKILL does not.
  database.pragma('journal_mode = TRUNCATE');
  database.pragma('synchronous = OFF');
}

/** Releases free pages if they are a large part of the file. */
function releasePages(database: Connection): void {
  const pages = (name: string): number => Number(database.pragma(name, { simple: true }));
  const freePages = pages('freelist_count');
  if (freePages > Math.max(MIN_FREE_PAGES, pages('page_count') / 4))
    database.pragma(`incremental_vacuum(${MAX_RELEASED_PAGES})`);
}

function remove(path: string): void {
  for (const suffix of ['', '-journal']) rmSync(path + suffix, { force: true });
}
