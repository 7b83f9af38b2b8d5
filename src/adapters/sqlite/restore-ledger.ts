import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import { LedgerError } from '../../work/errors.ts';
import { copyAtOnce } from './copy-rows.ts';
import { createStateDirectory } from './create-state.ts';
import { ledgerFailure } from './ledger-failure.ts';
import type { LogFiles } from './log-files.ts';
import { attachDatabase } from './open-database.ts';
import { begin, freshName, lostRows } from './rebuild-ledger.ts';
import { migrate } from './schema.ts';
import { asideName, setAside } from './set-aside.ts';
import { stateHolder } from './state-holder.ts';

/**
 * Writes an open ledger to its path again after its file was deleted, moved or replaced, and closes
 * it. Another file with its name is renamed, not deleted. The table `damage` records what happened.
 * @throws {LedgerError} if it cannot be written, or if another daemon uses the path
 */
export function restoreLedger(database: Connection, path: string, files: LogFiles): void {
  const aside = asideName(path, Date.now());
  try {
    const holder = stateHolder(dirname(path));
    if (holder !== undefined && holder !== process.pid)
      throw new LedgerError(path, `writing the event log ${path} again: process ${holder} uses that directory now`);
    files.setAside(aside);
    const why = existsSync(path)
      ? `another file replaced it; that file is now ${aside}`
      : 'its file was deleted or moved';
    const fresh = copyOfOpen(database, path, why);
    database.close();
    files.removeSetAside(aside);
    setAside(path, aside);
    renameSync(fresh, path);
  } catch (failure) {
    throw ledgerFailure(path, 'writing the event log again to', failure);
  } finally {
    database.close();
  }
}

/**
 * Copies an open ledger into a new file and returns its name. The next start finds the file by this
 * name, even if this process is killed.
 */
function copyOfOpen(database: Connection, path: string, why: string): string {
  // The name that the next start looks for must never belong to a partial copy.
  const partial = `${path}.part`;
  createStateDirectory(dirname(path));
  begin(partial, migrate);
  const copy = attachDatabase(database, partial, 'copy');
  database
    .transaction(() => {
      const lost = lostRows(copyAtOnce(database, 'main', 'copy'));
      database.prepare('INSERT INTO copy.damage VALUES (?, ?)').run('', `${why}; ${lost}`);
    })
    .immediate();
  copy[Symbol.dispose]();
  const fresh = freshName(path);
  renameSync(partial, fresh);
  return fresh;
}
