import { loadSqlite } from '../adapters/sqlite/better-sqlite3.ts';
import { becomeOwner } from '../adapters/system/become-owner.ts';
import { stateOwner } from './state-owner.ts';

/**
 * Changes the account of a command that root runs to the owner of a state directory, permanently.
 * Otherwise that account could make root write elsewhere. Does nothing for other accounts, or if
 * the directory does not exist. Load modules before, because the owner may not be able to read the
 * program.
 * @throws {LedgerError} if a link leads out of what the owner controls
 */
export function becomeOwnerOf(stateDirectory: string): void {
  const owner = stateOwner(stateDirectory);
  if (owner === undefined) return;
  loadSqlite();
  becomeOwner(owner);
}
