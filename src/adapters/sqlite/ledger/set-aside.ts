import { existsSync, renameSync } from 'node:fs';
import type { Instant } from '../../../domain/time.ts';

/**
 * The suffixes of the files of a ledger, the database with the event log. The main file is renamed
 * last: while it is at its path, the next start finds the damage again.
 */
const SUFFIXES = ['-wal', '-shm', ''];

/**
 * Returns an unused name for a damaged ledger, for example `ledger.db.damaged-20260101T000000Z`.
 */
export function unusedAsidePath(path: string, now: Instant): string {
  return unusedName(`${path}.damaged-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`);
}

/**
 * Returns a name with which no file of a ledger would be overwritten: the given one, or with `-2`,
 * `-3` and so on at its end.
 * @param suffixes of the files that get the name
 */
export function unusedName(name: string, suffixes: readonly string[] = SUFFIXES): string {
  let unused = name;
  for (let number = 2; suffixes.some((suffix) => existsSync(unused + suffix)); number += 1)
    unused = `${name}-${number}`;
  return unused;
}

/**
 * Renames a ledger and its -wal and -shm files. Nothing is overwritten or deleted.
 * @param suffixes of the files to rename; the main file is last
 */
export function setAside(path: string, name: string, suffixes: readonly string[] = SUFFIXES): void {
  for (const suffix of suffixes) if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix);
}
