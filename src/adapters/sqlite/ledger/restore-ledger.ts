import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import { DAMAGE_FAILURES } from '../../../domain/failure/damage-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { LedgerError } from '../../../work/errors.ts';
import { createStateDirectory } from '../create-state.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import { stateHolder } from '../lock/state-holder.ts';
import { attachDatabase } from '../open-database.ts';
import { migrate } from '../schema/schema.ts';
import { copyAtOnce } from './copy-rows.ts';
import type { DatabaseFiles } from './database-files.ts';
import { markComplete, partialPath } from './finish-copy.ts';
import { createLedgerFile, describeLostRows, rebuiltPath } from './rebuild-ledger.ts';
import { setAside, unusedAsidePath } from './set-aside.ts';

/**
 * Copies an open ledger (the database with the event log) into a new file, after its file was
 * deleted, moved or replaced. The next start uses the copy, even if this process is killed. The
 * ledger stays open, and can be copied again. The table `damage` of the copy records what happened.
 * Steps:
 * 1. copy all rows to `PATH.part`, and mark the copy as complete
 * 2. rename the remaining -wal and -shm files of the ledger, and a file found at its path
 * 3. rename the copy to `PATH.new`, which `restoreLedger` or the next start renames to the path
 * @throws {LedgerError} if the copy cannot be written, or if another daemon uses the path
 */
export function copyLedger(database: Connection, path: string, files: DatabaseFiles): void {
  try {
    requireUnused(path);
    const asidePath = unusedAsidePath(path, Date.now());
    // If the copy is repeated, the -wal file already has its new name, and `asidePath` is for
    // another file that has appeared at the path since.
    files.asidePath ??= asidePath;
    files.damageOf ??= existsSync(path)
      ? (rows) => DAMAGE_FAILURES.event_log_file_replaced({ copy: asidePath, rows })
      : (rows) => DAMAGE_FAILURES.event_log_file_moved({ rows });
    const copyPath = partialCopy(database, path, { asidePath, damageOf: files.damageOf });
    // The copy is complete: if this process is killed now, `finishCopy` does the other steps.
    files.setAside(files.asidePath);
    // The next start uses the copy only if there is no file at the path.
    setAside(path, asidePath);
    renameSync(copyPath, rebuiltPath(path));
    files.isCopied = true;
  } catch (failure) {
    throw ledgerFailure(path, EVENT_LOG_FAILURES.event_log_not_rewritten, failure);
  }
}

/**
 * Checks that no other daemon uses the directory of a ledger.
 * @throws {LedgerError}
 */
function requireUnused(path: string): void {
  const holder = stateHolder(dirname(path));
  if (holder !== undefined && holder !== process.pid)
    throw new LedgerError(path, EVENT_LOG_FAILURES.event_log_directory_in_use({ path, processId: holder }));
}

/**
 * Closes an open ledger whose file was deleted, moved or replaced, and writes its content to the
 * path again. Another file at the path is renamed, not deleted. If copying fails, the previous copy
 * is used.
 * @throws {LedgerError} if there is no copy
 */
export function restoreLedger(database: Connection, path: string, files: DatabaseFiles): void {
  try {
    requireUnused(path);
    refreshCopy(database, path, files);
  } finally {
    database.close();
  }
  try {
    if (files.asidePath !== undefined) files.removeSetAside(files.asidePath);
    // If there is a file at the path, it has appeared since the copy.
    setAside(path, unusedAsidePath(path, Date.now()));
    renameSync(rebuiltPath(path), path);
  } catch (failure) {
    throw ledgerFailure(path, EVENT_LOG_FAILURES.event_log_not_rewritten, failure);
  }
}

/**
 * Copies the ledger again. If that fails, an earlier copy is kept.
 * @throws {LedgerError} if there is no copy
 */
function refreshCopy(database: Connection, path: string, files: DatabaseFiles): void {
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
  { asidePath, damageOf }: { readonly asidePath: string; readonly damageOf: (rows: Failure) => Failure },
): string {
  const copyPath = partialPath(path);
  try {
    createStateDirectory(dirname(path));
    createLedgerFile(copyPath, migrate);
    using _ = attachDatabase(database, copyPath, 'copy');
    database
      .transaction(() => {
        const lostRows = describeLostRows(copyAtOnce(database, 'main', 'copy'));
        markComplete(database, asidePath, damageOf(lostRows));
      })
      .immediate();
    return copyPath;
  } catch (failure) {
    for (const suffix of ['', '-journal']) rmSync(copyPath + suffix, { force: true });
    throw failure;
  }
}
