import { existsSync, statSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { LedgerError } from '../../../work/errors.ts';
import { isSqliteError } from '../better-sqlite3.ts';
import { openDatabase } from '../open-database.ts';
import { wasShutDownUncleanly } from './doubtful.ts';
import { primaryCode, saysDamaged } from './ledger-failure.ts';
import { SCHEMA_VERSION, schemaVersion } from './schema.ts';
import { schemaFault } from './schema-fault.ts';

/**
 * What is damaged about the file of the ledger at a path, in one line; undefined: nothing, or there is none. Always looks at
 * its schema; checks all of it after an unclean stop. Changes nothing, so that what is set aside is as it was found.
 * @throws {LedgerError} when a newer mailcertd wrote it
 */
export function findDamage(path: string): string | undefined {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    // SQLite would take it for a new database and throw away the log that belongs to it.
    const left = ['-wal', '-shm'].some((suffix) => existsSync(path + suffix));
    return left ? 'it is empty or missing, and its -wal or -shm file is still there' : undefined;
  }
  let database: Connection | undefined;
  try {
    // Only a read-only connection leaves the write-ahead log as it is when it closes.
    database = openDatabase(path, { readonly: true });
    const version = schemaVersion(database);
    if (version > SCHEMA_VERSION)
      throw new LedgerError(
        path,
        `opening the ledger ${path}: a newer mailcertd wrote it (schema ${version}, this one knows ${SCHEMA_VERSION})`,
      );
    const fault = schemaFault(database);
    if (fault !== undefined || version === 0) return fault;
    if (wasShutDownUncleanly(path)) {
      const verdict = String(database.pragma('integrity_check(1)', { simple: true }));
      if (verdict !== 'ok') return withoutLineBreaks(verdict);
    }
    return undefined;
  } catch (failure) {
    if (isSqliteError(failure) && failure.code === 'SQLITE_READONLY_ROLLBACK') return undoHalfCreated(path);
    // SQLITE_ERROR: the schema is not what its version promises.
    if (saysDamaged(failure) || primaryCode(failure) === 'SQLITE_ERROR')
      return withoutLineBreaks(failure instanceof Error ? failure.message : String(failure));
    throw failure;
  } finally {
    database?.close();
  }
}

/**
 * A daemon that is killed while it creates the ledger leaves a rollback journal, as later ones never do: before anything was
 * stored, so that nothing is lost by playing it back. Answers what is damaged then.
 */
function undoHalfCreated(path: string): string | undefined {
  const database = openDatabase(path);
  try {
    database.pragma('schema_version');
  } finally {
    database.close();
  }
  return findDamage(path);
}

/** Returns a text without line breaks. */
export function withoutLineBreaks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
