import { openOwnedDirectory } from '../adapters/file-store/write/owned-directory.ts';
import { loadSqlite } from '../adapters/sqlite/better-sqlite3.ts';
import { ledgerFile } from '../adapters/sqlite/ledger/ledger-file.ts';
import { actAsOwner, type OwnerIds } from '../adapters/system/act-as-owner.ts';
import { causeOf } from '../domain/failure/cause-of.ts';
import { EVENT_LOG_FAILURES } from '../domain/failure/event-log-failures.ts';
import { LedgerError } from '../work/errors.ts';

/**
 * Returns the owner of a state directory, if root runs this process and the directory exists.
 * @throws {LedgerError} if a link leads to a directory that its owner does not control
 */
export function stateOwner(stateDirectory: string): OwnerIds | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    using directory = openOwnedDirectory(stateDirectory);
    return directory.owner;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const path = ledgerFile(stateDirectory);
    throw new LedgerError(path, EVENT_LOG_FAILURES.event_log_not_opened({ path, cause: causeOf(error) }), error);
  }
}

/**
 * Runs a function with the rights of the owner of a state directory, if root runs this process.
 * Afterwards, the process is root again. The owner must not be able to make root write elsewhere,
 * and files that SQLite creates must belong to the owner. The function must not import any module
 * for the first time.
 * @throws {LedgerError} as `stateOwner`; rejects with the error of the function
 */
export async function actAsStateOwner<T>(stateDirectory: string, work: () => Promise<T>): Promise<T> {
  const owner = stateOwner(stateDirectory);
  if (owner === undefined) return work();
  loadSqlite();
  return actAsOwner(owner, work);
}
