import { openOwnedDirectory } from '../adapters/file-store/write/owned-directory.ts';
import { loadSqlite } from '../adapters/sqlite/better-sqlite3.ts';
import { ledgerFile } from '../adapters/sqlite/ledger/ledger-file.ts';
import { actAsOwner, type OwnerNumbers } from '../adapters/system/act-as-owner.ts';
import { LedgerError } from '../work/errors.ts';

/**
 * Returns the owner of a state directory, if root runs this process and the directory exists.
 * @throws {LedgerError} if a link leads to a directory that its owner does not control
 */
export function stateOwner(stateDirectory: string): OwnerNumbers | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    using directory = openOwnedDirectory(stateDirectory);
    return directory.owner;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const why = error instanceof Error ? error.message : String(error);
    const path = ledgerFile(stateDirectory);
    throw new LedgerError(path, `opening the ledger ${path}: ${why}`, error);
  }
}

/**
 * Does something with the rights of the owner of a state directory, if root runs this process; then
 * it is root again. What that account controls must not make root write elsewhere, and files that
 * SQLite creates must belong to it. The work must not import anything for the first time.
 * @throws {LedgerError} as `stateOwner`. Rejects with what the work rejects with
 */
export async function actAsStateOwner<T>(stateDirectory: string, work: () => Promise<T>): Promise<T> {
  const owner = stateOwner(stateDirectory);
  if (owner === undefined) return work();
  loadSqlite();
  return actAsOwner(owner, work);
}
