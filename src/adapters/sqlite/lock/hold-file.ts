import type { Database as Connection } from 'better-sqlite3';
import { loadSqlite } from '../better-sqlite3.ts';
import { primaryCode } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';

/**
 * How long a process tries to lock a file, ms. If two processes try at the same moment, both may
 * fail at first.
 */
const RETRY_TIMEOUT_MS = 200;

/**
 * The connections of the locked files. They are referenced here, because a connection that is
 * garbage-collected releases its lock.
 */
const heldConnections = new Set<Connection>();

/**
 * Returns `holdFile` after it has loaded better-sqlite3, which another account may not be able to
 * read.
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
  // For the closure below: `lock` may be undefined there, for TypeScript.
  const connection = lock;
  heldConnections.add(connection);
  return {
    [Symbol.dispose]() {
      heldConnections.delete(connection);
      connection.close();
    },
  };
}
