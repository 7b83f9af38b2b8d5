import { loadSqlite } from '../adapters/sqlite/better-sqlite3.ts';
import { becomeOwner } from '../adapters/system/become-owner.ts';
import { stateOwner } from './state-owner.ts';

/**
 * Makes a command that root runs one of the owner of a state directory, for good: what that account
 * controls must not make root write elsewhere. Nothing changes for another account, or where there
 * is no directory. Modules that are needed afterwards must be loaded before: that account may not be
 * able to read the program.
 * @throws {LedgerError} where a link leads out of what that account controls
 */
export function becomeOwnerOf(stateDirectory: string): void {
  const owner = stateOwner(stateDirectory);
  if (owner === undefined) return;
  loadSqlite();
  becomeOwner(owner);
}
