import type { Database as Connection } from 'better-sqlite3';
import { openDatabase } from './open-database.ts';

/**
 * Empties the write-ahead log and leaves its files in place: a reader that may not write the folder cannot make them.
 * SQLite would remove them with the last connection, but a read-only one cannot, so such a one closes last.
 */
export function closeForReaders(database: Connection, path: string): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
    const last = openDatabase(path, { readonly: true });
    last.prepare('SELECT event_record_id FROM head').get();
    database.close();
    last.close();
  } catch {
    // A full disk, a folder removed: what was committed is safe, and the next start checks.
  }
}
