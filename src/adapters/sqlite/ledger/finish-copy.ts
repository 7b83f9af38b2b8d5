import { existsSync, renameSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { openDatabase } from '../open-database.ts';
import { freshName } from './rebuild-ledger.ts';
import { asideName, setAside } from './set-aside.ts';

/** Returns the path of a copy of an open ledger until the copy is complete and renamed. */
export const partialName = (path: string): string => `${path}.part`;

/**
 * Stores in a copy what happened to the ledger, and the name for a file found in its place. The
 * transaction that copies the rows must call this function, because a copy with this entry is
 * complete.
 */
export function markComplete(database: Connection, aside: string, detail: string): void {
  const insert = database.prepare('INSERT INTO copy.damage VALUES (?, ?)');
  // Only the last row is reported.
  insert.run(aside, '');
  insert.run('', detail);
}

/**
 * Does the remaining renames if a process was killed after it completed a copy of its ledger. The
 * copy is the newest state. A file at the path is renamed, not deleted.
 */
export function finishCopy(path: string): void {
  const planned = plannedAside(partialName(path));
  if (planned === undefined) return;
  // The owner of the directory could have written this name.
  const isOwn = planned.startsWith(path) && /^\.damaged-[-0-9TZ]+$/.test(planned.slice(path.length));
  setAside(path, isOwn && !existsSync(planned) ? planned : asideName(path, Date.now()));
  renameSync(partialName(path), freshName(path));
}

/** Returns the name that `markComplete` stored; undefined if there is no complete copy. */
function plannedAside(partial: string): string | undefined {
  if (!existsSync(partial)) return undefined;
  let database: Connection | undefined;
  try {
    // This fails if an interrupted transaction left a journal.
    database = openDatabase(partial, { readonly: true });
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
