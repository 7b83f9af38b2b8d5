import type { Database as Connection } from 'better-sqlite3';
import { openDatabase } from './open-database.ts';

/**
 * Closes a database, empties its write-ahead log, and leaves the -wal and -shm files in place: a
 * reader without write access to the directory cannot create them. SQLite removes these files when
 * the last connection closes, unless it is read-only. A read-only connection is therefore closed
 * last. Never throws; after an error, `database` may still be open.
 */
export function closeForReaders(database: Connection, path: string): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
    const lastConnection = openDatabase(path, { readonly: true });
    // A connection opens the files only at its first read.
    lastConnection.prepare('SELECT event_record_id FROM head').get();
    database.close();
    lastConnection.close();
  } catch {
    // For example, the disk is full, or the directory was removed. Committed data is safe, and the
    // next start checks the ledger.
  }
}
