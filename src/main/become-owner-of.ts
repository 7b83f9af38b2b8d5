import { becomeOwner } from '../adapters/system/become-owner.ts';
import { stateOwner } from './state-owner.ts';

/**
 * Makes a command that root runs one of the owner of a state directory, for good: what that account
 * controls must not make root write elsewhere. Nothing changes for another account, or where there
 * is no directory.
 * @throws {LedgerError} where a link leads out of what that account controls
 */
export function becomeOwnerOf(stateDirectory: string): void {
  const owner = stateOwner(stateDirectory);
  if (owner !== undefined) becomeOwner(owner);
}
