import { existsSync, renameSync } from 'node:fs';
import type { Instant } from '../../../domain/time.ts';

/** In this order: while the ledger itself is in its place, the next start finds what is left to do. */
const SUFFIXES = ['-wal', '-shm', ''];

/** Returns a name for a damaged ledger that no file has: `ledger.db.damaged-20260101T000000Z`. */
export function asideName(path: string, now: Instant): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  let name = `${path}.damaged-${stamp}`;
  for (let count = 2; SUFFIXES.some((suffix) => existsSync(name + suffix)); count += 1)
    name = `${path}.damaged-${stamp}-${count}`;
  return name;
}

/** Renames a damaged ledger with the files that belong to it; nothing is overwritten and nothing deleted. */
export function setAside(path: string, name: string): void {
  for (const suffix of SUFFIXES) if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix);
}
