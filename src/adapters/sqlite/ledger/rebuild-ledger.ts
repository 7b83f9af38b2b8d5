import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { messageOf } from '../../../domain/message-of.ts';
import type { Instant } from '../../../domain/time.ts';
import { createFile } from '../create-state.ts';
import { attachDatabase, openDatabase } from '../open-database.ts';
import { migrate } from '../schema/schema.ts';
import { fittingVersion } from '../schema/schema-error.ts';
import { copyAtOnce, copyOneByOne, type LeftOut } from './copy-rows.ts';
import { asideName, setAside } from './set-aside.ts';
import { removeUnreadable } from './unreadable-rows.ts';

/** Returns the path of a rebuilt ledger until it is renamed to the path of the damaged one. */
export const freshName = (path: string): string => `${path}.new`;

/**
 * Sets a damaged ledger aside and replaces it with a new one that has all readable rows. The table
 * `damage` of the new ledger describes what happened. If the process is killed meanwhile, one of
 * the two is in place, or `finishRebuild` renames the new one.
 */
export function rebuildLedger(path: string, now: Instant, reason: string): void {
  const name = asideName(path, now);
  const fresh = freshName(path);
  try {
    begin(fresh, (database) => {
      const lost = carryOver(database, path);
      reportDamage(database, name, `${reason}; ${lost}`);
    });
  } catch (failure) {
    // The usual cause is too little space for a copy. An empty ledger needs little space.
    const cause = messageOf(failure);
    begin(fresh, (database) => {
      migrate(database);
      reportDamage(database, name, `${reason}; no row was copied: ${cause}`);
    });
  }
  setAside(path, name);
  renameSync(fresh, path);
}

/**
 * Renames a rebuilt ledger to its final path, if the process was killed after the damaged ledger
 * was set aside.
 */
export function finishRebuild(path: string): void {
  const isAway = ['', '-wal', '-shm'].every((suffix) => !existsSync(path + suffix));
  if (isAway && existsSync(freshName(path))) renameSync(freshName(path), path);
}

/** Creates and fills a ledger, and deletes the file of an earlier attempt. */
export function begin(fresh: string, fill: (database: Connection) => void): void {
  for (const suffix of ['', '-journal']) rmSync(fresh + suffix, { force: true });
  createFile(fresh, 0o640);
  const database = openDatabase(fresh);
  try {
    database.pragma('synchronous = FULL');
    fill(database);
  } finally {
    database.close();
  }
}

/** Copies the readable rows, and describes the rows that were lost. */
function carryOver(fresh: Connection, path: string): string {
  // An empty file has no rows, and SQLite would delete its write-ahead log.
  const isEmpty = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  // Read-only and closed last; otherwise SQLite would write the write-ahead log of the damaged
  // ledger into its file.
  const source = isEmpty ? undefined : openedIfReadable(path);
  if (source === undefined) {
    migrate(fresh);
    return 'nothing of it could be read';
  }
  try {
    migrate(fresh, source.version);
    const leftOut =
      copiedAtOnce(fresh, path) ?? fresh.transaction(() => copyOneByOne(source.database, fresh)).immediate();
    migrate(fresh);
    return lostRows(leftOut, fresh.transaction(() => removeUnreadable(fresh)).immediate());
  } finally {
    source.database.close();
  }
}

/** Opens a damaged ledger; undefined if it has no table of a ledger. */
function openedIfReadable(path: string): { readonly database: Connection; readonly version: number } | undefined {
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
function copiedAtOnce(fresh: Connection, path: string): LeftOut | undefined {
  try {
    using _ = attachDatabase(fresh, path, 'damaged');
    return fresh.transaction(() => copyAtOnce(fresh, 'damaged', 'main')).immediate();
  } catch {
    return undefined;
  }
}

/** Describes the lost rows by table. */
export function lostRows(leftOut: LeftOut, removed: ReadonlyMap<string, number> = new Map()): string {
  const tables = [...new Set([...leftOut.keys(), ...removed.keys()])];
  const counts = tables.map((table) => {
    const missing = leftOut.has(table) ? leftOut.get(table) : 0;
    return `${table} ${missing === undefined ? 'in part' : missing + (removed.get(table) ?? 0)}`;
  });
  return counts.length === 0 ? 'no row was lost' : `rows lost: ${counts.join(', ')}`;
}

/** Stores what happened to the ledger, for the event that reports it. */
export function reportDamage(database: Connection, location: string, detail: string): void {
  database.prepare('INSERT INTO damage VALUES (?, ?)').run(location, detail);
}
