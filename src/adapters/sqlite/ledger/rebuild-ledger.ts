import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import { DAMAGE_FAILURES } from '../../../domain/failure/damage-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Instant } from '../../../domain/time.ts';
import { failureColumns } from '../column.ts';
import { createFile } from '../create-state.ts';
import { attachDatabase, openDatabase } from '../open-database.ts';
import { migrate } from '../schema/schema.ts';
import { fittingVersion } from '../schema/schema-error.ts';
import { copyAtOnce, copyOneByOne, type LostRows } from './copy-rows.ts';
import { setAside, unusedAsidePath } from './set-aside.ts';
import { removeUnreadable } from './unreadable-rows.ts';

/**
 * Returns the path of a new ledger (the database with the event log) until it is renamed to the
 * path of the damaged ledger.
 */
export const rebuiltPath = (path: string): string => `${path}.new`;

/**
 * Renames a damaged ledger and replaces it with a new ledger that has all readable rows. The table
 * `damage` of the new ledger describes what happened. If the process is killed before the end, one
 * of the two ledgers is at the path, or `finishRebuild` renames the new ledger.
 */
export function rebuildLedger(path: string, now: Instant, damage: Failure | string): void {
  const asidePath = unusedAsidePath(path, now);
  const rebuilt = rebuiltPath(path);
  try {
    createLedgerFile(rebuilt, (database) => {
      const rows = copyReadableRows(database, path);
      reportDamage(database, asidePath, DAMAGE_FAILURES.event_log_damage({ damage, rows }));
    });
  } catch (failure) {
    // The usual cause is too little space for a copy. An empty ledger needs little space.
    const rows = DAMAGE_FAILURES.no_row_copied({ cause: causeOf(failure) });
    createLedgerFile(rebuilt, (database) => {
      migrate(database);
      reportDamage(database, asidePath, DAMAGE_FAILURES.event_log_damage({ damage, rows }));
    });
  }
  setAside(path, asidePath);
  renameSync(rebuilt, path);
}

/**
 * Renames a new ledger to its final path, if the process was killed after it had renamed the
 * damaged ledger.
 */
export function finishRebuild(path: string): void {
  const isMissing = ['', '-wal', '-shm'].every((suffix) => !existsSync(path + suffix));
  if (isMissing && existsSync(rebuiltPath(path))) renameSync(rebuiltPath(path), path);
}

/** Creates and fills a ledger file. Deletes the file of an earlier attempt first. */
export function createLedgerFile(path: string, fill: (database: Connection) => void): void {
  for (const suffix of ['', '-journal']) rmSync(path + suffix, { force: true });
  createFile(path, 0o640);
  const database = openDatabase(path);
  try {
    database.pragma('synchronous = FULL');
    fill(database);
  } finally {
    database.close();
  }
}

/** Copies the readable rows of the ledger at `path`, and describes the rows that were lost. */
function copyReadableRows(rebuilt: Connection, path: string): Failure {
  // An empty file has no rows, and SQLite would delete its write-ahead log.
  const isEmpty = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  // The damaged ledger must not change. This connection is read-only and is closed last: another
  // last connection would write the write-ahead log into the file.
  const source = isEmpty ? undefined : openIfReadable(path);
  if (source === undefined) {
    migrate(rebuilt);
    return DAMAGE_FAILURES.no_row_readable;
  }
  try {
    // The rows are copied to tables of their own version, which are migrated afterwards.
    migrate(rebuilt, source.version);
    const lostRows =
      tryCopyAtOnce(rebuilt, path) ?? rebuilt.transaction(() => copyOneByOne(source.database, rebuilt)).immediate();
    migrate(rebuilt);
    return describeLostRows(lostRows, rebuilt.transaction(() => removeUnreadable(rebuilt)).immediate());
  } finally {
    source.database.close();
  }
}

/** Opens a damaged ledger; undefined if it has no table of a ledger. */
function openIfReadable(path: string): { readonly database: Connection; readonly version: number } | undefined {
  let database: Connection | undefined;
  try {
    database = openDatabase(path, { readonly: true });
    const version = fittingVersion(database);
    if (version !== undefined) return { database, version };
  } catch {
    // Even the schema is unreadable.
  }
  database?.close();
  return undefined;
}

/**
 * Copies all rows in one statement per table; undefined if a row is damaged or does not fit its
 * column.
 */
function tryCopyAtOnce(rebuilt: Connection, path: string): LostRows | undefined {
  try {
    using _ = attachDatabase(rebuilt, path, 'damaged');
    return rebuilt.transaction(() => copyAtOnce(rebuilt, 'damaged', 'main')).immediate();
  } catch {
    return undefined;
  }
}

/**
 * Describes the lost rows by table.
 * @param removed the number of rows that were copied and then removed, because the daemon cannot
 * read them
 */
export function describeLostRows(lostRows: LostRows, removed: ReadonlyMap<string, number> = new Map()): Failure {
  const tables = [...new Set([...lostRows.keys(), ...removed.keys()])];
  const counts = tables.map((table) => {
    // undefined: some rows of the table were lost, and their number is unknown.
    const missing = lostRows.has(table) ? lostRows.get(table) : 0;
    return missing === undefined
      ? DAMAGE_FAILURES.table_in_part({ table })
      : DAMAGE_FAILURES.rows_of_table({ table, count: missing + (removed.get(table) ?? 0) });
  });
  return counts.length === 0 ? DAMAGE_FAILURES.no_row_lost : DAMAGE_FAILURES.rows_lost({ tables: counts });
}

/** Stores what happened to the ledger, for the event that reports it. */
export function reportDamage(database: Connection, location: string, damage: Failure): void {
  database
    .prepare('INSERT INTO damage (location, detail, failure) VALUES (?, ?, ?)')
    .run(location, ...failureColumns(damage));
}
