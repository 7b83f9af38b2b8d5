import { existsSync, renameSync, statSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { Problem } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';
import { openDatabase } from './open-database.ts';

/** In this order: while the ledger itself stands in its place, the next start finds what is left to do. */
const SUFFIXES = ['-wal', '-shm', ''];

/**
 * Renames a damaged ledger, with the files that belong to it, to `ledger.db.damaged-20260101T000000Z`; nothing is
 * overwritten and nothing deleted. The problem says where it is now.
 */
export function setAside(path: string, now: Instant, why: string): Problem {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  let name = `${path}.damaged-${stamp}`;
  for (let count = 2; SUFFIXES.some((suffix) => existsSync(name + suffix)); count += 1)
    name = `${path}.damaged-${stamp}-${count}`;
  for (const suffix of SUFFIXES) if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix);
  return { reason: 'ledger_damaged', location: name, detail: `${why}; it was set aside and a new ledger begun` };
}

/** The newest record's id in a ledger that was set aside; 0 when it cannot even tell that. */
export function lastKnownId(path: string): number {
  // SQLite deletes the log of an empty database as soon as it opens it.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return 0;
  let database: Connection | undefined;
  try {
    database = openDatabase(path, { readonly: true });
    const id = database.prepare<[], number>('SELECT event_record_id FROM head').pluck().get();
    return id !== undefined && Number.isSafeInteger(id) && id > 0 ? id : 0;
  } catch {
    return 0;
  } finally {
    database?.close();
  }
}
