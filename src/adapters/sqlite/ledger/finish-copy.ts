import { existsSync, renameSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { Failure } from '../../../domain/failure/failure.ts';
import { failureColumns } from '../column.ts';
import { openDatabase } from '../open-database.ts';
import { rebuiltPath } from './rebuild-ledger.ts';
import { setAside, unusedAsidePath } from './set-aside.ts';

/**
 * Returns the path of a copy of an open ledger (the database with the event log), until the copy is
 * complete and renamed.
 */
export const partialPath = (path: string): string => `${path}.part`;

/**
 * Marks the attached database `copy` as complete. Must be called inside the transaction that copies
 * the rows.
 * @param asidePath the new name for a file that is found at the path of the ledger
 * @param damage describes what happened to the ledger, for the event that reports it
 */
export function markComplete(database: Connection, asidePath: string, damage: Failure): void {
  const insert = database.prepare('INSERT INTO copy.damage (location, detail, failure) VALUES (?, ?, ?)');
  // `finishCopy` finds the new name in this row, which has an empty detail. Only the last row of
  // the table is reported.
  insert.run(asidePath, '', null);
  insert.run('', ...failureColumns(damage));
}

/**
 * Finishes the renames if a process was killed after it had completed a copy of its ledger. The
 * copy is the newest state. A file at the path of the ledger is renamed, not deleted.
 */
export function finishCopy(path: string): void {
  const plannedPath = plannedAsidePath(partialPath(path));
  if (plannedPath === undefined) return;
  // The name is only used if it has the form of `unusedAsidePath`: the owner of the directory could
  // have written another name, to make root rename a file.
  const isPlannedByLedger =
    plannedPath.startsWith(path) && /^\.damaged-[-0-9TZ]+$/.test(plannedPath.slice(path.length));
  setAside(path, isPlannedByLedger && !existsSync(plannedPath) ? plannedPath : unusedAsidePath(path, Date.now()));
  renameSync(partialPath(path), rebuiltPath(path));
}

/** Returns the name that `markComplete` stored; undefined if there is no complete copy. */
function plannedAsidePath(copyPath: string): string | undefined {
  if (!existsSync(copyPath)) return undefined;
  let database: Connection | undefined;
  try {
    // This fails if an interrupted transaction left a journal.
    database = openDatabase(copyPath, { readonly: true });
    return database
      .prepare<[], string>("SELECT location FROM damage WHERE location <> '' AND detail = '' ORDER BY rowid DESC")
      .pluck()
      .get();
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}
