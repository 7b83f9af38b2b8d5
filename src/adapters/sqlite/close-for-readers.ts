import type { Database as Connection } from 'better-sqlite3';
import { openDatabase } from './open-database.ts';

/**
 * Empties the write-ahead log and leaves its files in place, because a reader without write access
 * to the directory cannot create them. SQLite removes the files when the last connection closes. A
 * read-only connection cannot remove them, so one is closed last.
 */
export function closeForReaders(database: Connection, path: string): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
    const lastConnection = openDatabase(path, { readonly: true });
    lastConnection.prepare('SELECT event_record_id FROM head').get();
    database.close();
    lastConnection.close();
  } catch {
    // For example a full disk or a removed directory. Committed data is safe, and the next start
    // checks the ledger.
  }
}
