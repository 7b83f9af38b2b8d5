import type { Database as Connection } from 'better-sqlite3';
import { loadSqlite } from '../better-sqlite3.ts';
import { primaryCode } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';

/**
 * The time during which a process retries to take a file, ms. If two processes try at the same
 * moment, both may fail at first.
 */
const RETRY_TIMEOUT_MS = 200;

/**
 * The connections of the held files. Without a reference, a connection is garbage-collected and its
 * lock is released.
 */
const heldConnections = new Set<Connection>();

/**
 * Loads the modules of `holdFile`, and returns `holdFile`.
 * @throws {NativeModuleError} if better-sqlite3 cannot be loaded
 */
export function loadHoldFile(): typeof holdFile {
  loadSqlite();
  return holdFile;
}

/**
 * Locks a file exclusively until it is disposed or the process ends for any reason; undefined if
 * another process holds it. Nothing is written to the file. Throws the error of SQLite if the lock
 * state cannot be determined.
 */
export function holdFile(path: string): Disposable | undefined {
  let lock: Connection | undefined;
  try {
    lock = openDatabase(path, { timeout: RETRY_TIMEOUT_MS });
    // In memory; otherwise SIGKILL would leave a journal next to the file.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (failure) {
    lock?.close();
    if (primaryCode(failure) === 'SQLITE_BUSY') return undefined;
    throw failure;
  }
  const connection = lock;
  heldConnections.add(connection);
  return {
    [Symbol.dispose]() {
      heldConnections.delete(connection);
      connection.close();
    },
  };
}
