import type { ReadClosedDirectories } from '../../../work/ports/stores.ts';
import { Accounts } from './accounts.ts';
import { KeyAccessChecker } from './key-access-checker.ts';

/**
 * Returns the directories, at and above a path, that at least one of the accounts cannot traverse.
 * Names without an account are ignored.
 */
export const readClosedDirectories: ReadClosedDirectories = async (directory, accounts) => {
  const checker = new KeyAccessChecker(new Accounts(accounts));
  // Reads the accounts.
  await checker.begin();
  return checker.closedDirectoriesOf(directory);
};
