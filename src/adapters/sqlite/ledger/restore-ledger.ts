import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import { LedgerError } from '../../../work/errors.ts';
import { createStateDirectory } from '../create-state.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import { stateHolder } from '../lock/state-holder.ts';
import { attachDatabase } from '../open-database.ts';
import { migrate } from '../schema/schema.ts';
import { copyAtOnce } from './copy-rows.ts';
import { markComplete, partialName } from './finish-copy.ts';
import type { LogFiles } from './log-files.ts';
import { begin, freshName, lostRows } from './rebuild-ledger.ts';
import { asideName, setAside } from './set-aside.ts';

/**
 * Copies an open ledger whose file was deleted, moved or replaced into a new file. The next start
 * finds the new file, even if this process is killed. The ledger stays open, and can be copied
 * again. The table `damage` of the copy records what happened.
 * @throws {LedgerError} if the copy cannot be written, or if another daemon uses the path
 */
export function copyLedger(database: Connection, path: string, files: LogFiles): void {
  try {
    requireUnused(path);
    const aside = asideName(path, Date.now());
    files.asideName ??= aside;
    files.reason ??= existsSync(path)
      ? `another file replaced it while mailcertd was running; that file is now ${aside}`
      : 'its file was deleted or moved while mailcertd was running';
    const partial = partialCopy(database, path, {
      aside,
      reason: `${files.reason}; its content was written to a new file`,
    });
    // If this process is killed after this line, `finishCopy` does the remaining steps.
    files.setAside(files.asideName);
    // The next start uses the copy only if there is no file at the path.
    setAside(path, aside);
    renameSync(partial, freshName(path));
    files.isCopied = true;
  } catch (failure) {
    throw ledgerFailure(path, `cannot write the event log again to ${path}`, failure);
  }
}

/**
 * Checks that no other daemon uses the directory of a ledger.
 * @throws {LedgerError}
 */
function requireUnused(path: string): void {
  const holder = stateHolder(dirname(path));
  if (holder !== undefined && holder !== process.pid)
    throw new LedgerError(path, `cannot write the event log ${path} again: process ${holder} uses that directory now`);
}

/**
 * Writes an open ledger to its path again after its file was deleted, moved or replaced, and closes
 * it. Another file at the path is renamed, not deleted. If the last copy fails, the previous copy
 * is used.
 * @throws {LedgerError} if there is no copy
 */
export function restoreLedger(database: Connection, path: string, files: LogFiles): void {
  try {
    requireUnused(path);
    refreshCopy(database, path, files);
  } finally {
    database.close();
  }
  try {
    if (files.asideName !== undefined) files.removeSetAside(files.asideName);
    setAside(path, asideName(path, Date.now()));
    renameSync(freshName(path), path);
  } catch (failure) {
    throw ledgerFailure(path, `cannot write the event log again to ${path}`, failure);
  }
}

/**
 * Copies the ledger again. If that fails, an earlier copy is kept.
 * @throws {LedgerError} if there is no copy
 */
function refreshCopy(database: Connection, path: string, files: LogFiles): void {
  try {
    copyLedger(database, path, files);
  } catch (failure) {
    if (!files.isCopied) throw failure;
  }
}

/**
 * Copies an open ledger to a file that the next start ignores until it is complete. Returns its
 * path.
 */
function partialCopy(
  database: Connection,
  path: string,
  { aside, reason }: { readonly aside: string; readonly reason: string },
): string {
  const partial = partialName(path);
  try {
    createStateDirectory(dirname(path));
    begin(partial, migrate);
    using _ = attachDatabase(database, partial, 'copy');
    database
      .transaction(() => {
        const lost = lostRows(copyAtOnce(database, 'main', 'copy'));
        markComplete(database, aside, `${reason}; ${lost}`);
      })
      .immediate();
    return partial;
  } catch (failure) {
    for (const suffix of ['', '-journal']) rmSync(partial + suffix, { force: true });
    throw failure;
  }
}
