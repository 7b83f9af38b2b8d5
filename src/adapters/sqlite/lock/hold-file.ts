import type { Database as Connection } from 'better-sqlite3';
import { loadSqlite } from '../better-sqlite3.ts';
import { primaryCode } from '../ledger/ledger-failure.ts';
import { openDatabase } from '../open-database.ts';

/** Of two that take a file at one moment neither may get it at first: each tries again for so long, ms. */
const TRIES_FOR_MS = 200;

/** A connection that nothing refers to is closed when memory is cleared up, and its lock is gone: these are referred to. */
const held = new Set<Connection>();

/**
 * Loads the modules of `holdFile`, and returns `holdFile`.
 * @throws {NativeModuleError} if better-sqlite3 cannot be loaded
 */
export function loadHoldFile(): typeof holdFile {
  loadSqlite();
  return holdFile;
}

/**
 * Takes a file for this process alone, until it is disposed or the process ends, however it ends; undefined: another has
 * it. Nothing is written into the file. Throws what SQLite says when it cannot be told.
 */
export function holdFile(path: string): Disposable | undefined {
  let lock: Connection | undefined;
  try {
    lock = openDatabase(path, { timeout: TRIES_FOR_MS });
    // In memory: else a journal would come and go beside the file, and stay after kill -9.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (failure) {
    lock?.close();
    if (primaryCode(failure) === 'SQLITE_BUSY') return undefined;
    throw failure;
  }
  const connection = lock;
  held.add(connection);
  return {
    [Symbol.dispose]() {
      held.delete(connection);
      connection.close();
    },
  };
}
