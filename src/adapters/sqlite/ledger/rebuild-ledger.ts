import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { Instant } from '../../../domain/time.ts';
import { createFile } from '../create-state.ts';
import { attachDatabase, openDatabase } from '../open-database.ts';
import { copyAtOnce, copyOneByOne, type LeftOut } from './copy-rows.ts';
import { migrate } from './schema.ts';
import { fittingVersion } from './schema-fault.ts';
import { asideName, setAside } from './set-aside.ts';
import { removeUnreadable } from './unreadable-rows.ts';

/** The ledger that is built beside the damaged one; it takes its place by a rename. */
export const freshName = (path: string): string => `${path}.new`;

/**
 * Sets a damaged ledger aside and puts a new one in its place, with every row that could be read. The new one says in its
 * table `damage` what happened. A kill in between leaves one of the two in its place, or `finishRebuild` puts the new one there.
 */
export function rebuildLedger(path: string, now: Instant, why: string): void {
  const name = asideName(path, now);
  const fresh = freshName(path);
  try {
    begin(fresh, (database) => {
      const lost = carryOver(database, path);
      reportDamage(database, name, `${why}; ${lost}`);
    });
  } catch (failure) {
    // No room for a copy, most often; a new log needs little.
    const cause = failure instanceof Error ? failure.message : String(failure);
    begin(fresh, (database) => {
      migrate(database);
      reportDamage(database, name, `${why}; nothing was carried over: ${cause}`);
    });
  }
  setAside(path, name);
  renameSync(fresh, path);
}

/** Puts a rebuilt ledger into its place, if a kill came after the damaged one was set aside and before that. */
export function finishRebuild(path: string): void {
  const isAway = ['', '-wal', '-shm'].every((suffix) => !existsSync(path + suffix));
  if (isAway && existsSync(freshName(path))) renameSync(freshName(path), path);
}

/** Creates and fills a ledger, and deletes an earlier attempt. */
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

/** Returns what was lost, in words. */
function carryOver(fresh: Connection, path: string): string {
  // An empty file has nothing, and SQLite would delete the log that belongs to it.
  const isEmpty = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  // Read-only, and closed last: else SQLite would write the log of the damaged ledger into it.
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

function openedIfReadable(path: string): { readonly database: Connection; readonly version: number } | undefined {
  let database: Connection | undefined;
  try {
    database = openDatabase(path, { readonly: true });
    const version = fittingVersion(database);
    if (version !== undefined) return { database, version };
  } catch {
    // Not even its schema can be read.
  }
  database?.close();
  return undefined;
}

/** undefined: something of it is damaged, or of another type than its column. */
function copiedAtOnce(fresh: Connection, path: string): LeftOut | undefined {
  try {
    using _ = attachDatabase(fresh, path, 'damaged');
    return fresh.transaction(() => copyAtOnce(fresh, 'damaged', 'main')).immediate();
  } catch {
    return undefined;
  }
}

/** Describes the rows that were lost. */
export function lostRows(leftOut: LeftOut, removed: ReadonlyMap<string, number> = new Map()): string {
  const tables = [...new Set([...leftOut.keys(), ...removed.keys()])];
  const counts = tables.map((table) => {
    const missing = leftOut.has(table) ? leftOut.get(table) : 0;
    return `${table} ${missing === undefined ? 'in part' : missing + (removed.get(table) ?? 0)}`;
  });
  return counts.length === 0 ? 'no row was lost' : `rows lost: ${counts.join(', ')}`;
}

/** Stores what happened to the log, for the event that reports it. */
export function reportDamage(database: Connection, location: string, detail: string): void {
  database.prepare('INSERT INTO damage VALUES (?, ?)').run(location, detail);
}
