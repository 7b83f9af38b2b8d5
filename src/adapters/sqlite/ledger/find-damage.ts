import { existsSync, statSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import { DAMAGE_FAILURES } from '../../../domain/failure/damage-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { oneLine } from '../../../domain/one-line.ts';
import { LedgerError } from '../../../work/errors.ts';
import { isSqliteError } from '../better-sqlite3.ts';
import { wasShutDownUncleanly } from '../damage-mark.ts';
import { isLongCheck } from '../is-long-check.ts';
import { isDamage, primaryCode } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';
import { newerSchema } from '../schema/newer-schema.ts';
import { SCHEMA_VERSION, schemaVersion } from '../schema/schema.ts';
import { schemaError } from '../schema/schema-error.ts';

/** Returns the error of SQLite in one line, or the failure of an error of mailcertd. */
function damageOf(error: unknown): Failure | string {
  const cause = causeOf(error);
  return typeof cause === 'string' ? oneLine(cause) : cause;
}

/**
 * Describes the damage of a ledger file (the database with the event log) in one line; undefined if
 * the file is intact, empty or missing. Always checks the schema; after an unclean shutdown, checks
 * the whole file. Changes nothing, so that a damaged file is preserved as found; only an
 * interrupted creation is undone.
 * @param onLongCheck called before a check of the whole file that takes long, with its size in bytes
 * @throws {LedgerError} if a newer mailcertd wrote the file
 */
export function findDamage(path: string, onLongCheck?: (size: number) => void): Failure | string | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) {
    // SQLite would treat the file as a new database and delete its write-ahead log.
    const hasLogFiles = ['-wal', '-shm'].some((suffix) => existsSync(path + suffix));
    return hasLogFiles ? DAMAGE_FAILURES.event_log_empty : undefined;
  }
  let database: Connection | undefined;
  try {
    // Read-only: any other connection changes the write-ahead log when it closes.
    database = openDatabase(path, { readonly: true });
    const version = schemaVersion(database);
    if (version > SCHEMA_VERSION) {
      const cause = newerSchema(version);
      throw new LedgerError(path, EVENT_LOG_FAILURES.event_log_not_opened({ path, cause }));
    }
    const error = schemaError(database);
    // Version 0 without an error is a database without tables: there is nothing to check.
    if (error !== undefined || version === 0) return error;
    if (wasShutDownUncleanly(path)) {
      if (isLongCheck(size)) onLongCheck?.(size);
      const integrityResult = String(database.pragma('integrity_check(1)', { simple: true }));
      if (integrityResult !== 'ok') return oneLine(integrityResult);
    }
    return undefined;
  } catch (failure) {
    // A rollback journal exists, which a read-only connection cannot process.
    if (isSqliteError(failure) && failure.code === 'SQLITE_READONLY_ROLLBACK') return rollBackCreation(path);
    // SQLITE_ERROR: the schema does not match its version.
    if (isDamage(failure) || primaryCode(failure) === 'SQLITE_ERROR') return damageOf(failure);
    throw failure;
  } finally {
    database?.close();
  }
}

/**
 * Rolls back the creation of a ledger if the daemon was killed during the creation. Only creation
 * leaves a rollback journal, and nothing was stored before. Returns the damage found afterwards.
 */
function rollBackCreation(path: string): Failure | string | undefined {
  const database = openDatabase(path);
  try {
    // The first read rolls back.
    database.pragma('schema_version');
  } finally {
    database.close();
  }
  return findDamage(path);
}
