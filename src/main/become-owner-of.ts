import { openOwnedDirectory } from '../adapters/file-store/owned-directory.ts';
import { ledgerFile } from '../adapters/sqlite/ledger-file.ts';
import { becomeOwner } from '../adapters/system/become-owner.ts';
import { LedgerError } from '../work/errors.ts';

/**
 * Makes a command that root runs one of the owner of a state directory, for good: what that account
 * controls must not make root write elsewhere. Nothing changes for another account, or where there
 * is no directory.
 * @throws {LedgerError} where a link leads out of what that account controls
 */
export function becomeOwnerOf(stateDirectory: string): void {
  if (process.getuid?.() !== 0) return;
  let owner: Parameters<typeof becomeOwner>[0];
  try {
    using directory = openOwnedDirectory(stateDirectory);
    owner = directory.owner;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    const why = error instanceof Error ? error.message : String(error);
    const path = ledgerFile(stateDirectory);
    throw new LedgerError(path, `opening the ledger ${path}: ${why}`, error);
  }
  becomeOwner(owner);
}
