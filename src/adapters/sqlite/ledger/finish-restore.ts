import { closeSync, existsSync, fsyncSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setAside, unusedName } from './set-aside.ts';

/**
 * The suffixes of the files of a ledger, the database with the event log. The main file is renamed
 * first: without it, no reader finds the old state without its write-ahead log.
 */
const SUFFIXES = ['', '-wal', '-shm'];

/**
 * Returns the path of a restored ledger that replaces the one at a path. From the moment it has
 * this name, the restore is decided, and `finishRestore` completes it.
 */
export const restoredPath = (path: string): string => `${path}.restored`;

/**
 * Completes a restore, also after a process was killed in between. The files of the replaced ledger
 * are renamed, not deleted. Returns their new path; undefined if there was no restore to complete,
 * or no replaced ledger. The caller must hold the state directory.
 */
export function finishRestore(path: string): string | undefined {
  const restored = restoredPath(path);
  const time = statSync(restored, { throwIfNoEntry: false })?.mtime;
  if (time === undefined) return undefined;
  // The name is the same at each attempt, so that the files of one ledger keep one name.
  const asidePath = `${path}.before-restore-${time.toISOString().replaceAll('-', '').replaceAll(':', '').replace('.', '')}`;
  // If a process was killed after it had renamed some of the files, others may have come to the path
  // since, for example a copy of the replaced ledger. They get another name.
  const laterSuffixes = SUFFIXES.filter((suffix) => existsSync(path + suffix) && existsSync(asidePath + suffix));
  // The main file is last, so that the names do not differ if this process is killed too.
  setAside(path, unusedName(asidePath, ['', ...laterSuffixes]), laterSuffixes.toReversed());
  for (const suffix of SUFFIXES) if (existsSync(path + suffix)) renameSync(path + suffix, asidePath + suffix);
  syncLedgerDirectory(path);
  renameSync(restored, path);
  syncLedgerDirectory(path);
  return existsSync(asidePath) ? asidePath : undefined;
}

/** Syncs the directory of a file, so that renamed entries survive a power failure. */
export function syncLedgerDirectory(path: string): void {
  const descriptor = openSync(dirname(path), 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
