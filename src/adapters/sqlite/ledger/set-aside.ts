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
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  let name = `${path}.damaged-${stamp}`;
  for (let suffixNumber = 2; SUFFIXES.some((suffix) => existsSync(name + suffix)); suffixNumber += 1)
    name = `${path}.damaged-${stamp}-${suffixNumber}`;
  return name;
}

/** Renames a damaged ledger and its -wal and -shm files. Nothing is overwritten or deleted. */
export function setAside(path: string, name: string): void {
  for (const suffix of SUFFIXES) if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix);
}
