import { existsSync, rmSync, statSync } from 'node:fs';
import { createFile } from './create-state.ts';

/**
 * Returns the path of the mark file, which exists while the ledger (the database with the event
 * log) must be checked before its next use.
 */
const markPath = (path: string): string => `${path}.doubtful`;

/**
 * Marks the ledger, so that the next start checks it completely. Never throws, because it is called
 * after another failure.
 */
export function markDamaged(path: string): void {
  try {
    createFile(markPath(path), 0o640);
  } catch {
    // Without the mark, the next start still checks the ledger if the write-ahead log is not empty.
  }
}

/** Removes the mark, if any. */
export function clearDamageMark(path: string): void {
  rmSync(markPath(path), { force: true });
}

/**
 * Returns whether the last shutdown was unclean. A clean shutdown leaves no mark, and an empty
 * write-ahead log or none.
 */
export function wasShutDownUncleanly(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return existsSync(markPath(path)) || (log?.size ?? 0) > 0;
}
