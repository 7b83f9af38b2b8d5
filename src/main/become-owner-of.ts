import { loadSqlite } from '../adapters/sqlite/better-sqlite3.ts';
import { becomeOwner } from '../adapters/system/become-owner.ts';
import { stateOwner } from './state-owner.ts';

/**
 * If root runs this command, changes its account to the owner of a state directory, permanently.
 * Otherwise the owner could make root write elsewhere, for example with a symbolic link. Does
 * nothing if another account runs the command, or if the directory does not exist. The caller loads
 * all modules before, because the owner may not be able to read the program.
 * @throws {LedgerError} if a link leads out of what the owner controls
 */
export function becomeOwnerOf(stateDirectory: string): void {
  const owner = stateOwner(stateDirectory);
  if (owner === undefined) return;
  loadSqlite();
  becomeOwner(owner);
}
