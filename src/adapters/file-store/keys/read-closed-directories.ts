import type { ReadClosedDirectories } from '../../../work/ports/stores.ts';
import { Accounts } from './accounts.ts';
import { KeyAccessChecker } from './key-access-checker.ts';

/**
 * Returns the directories that are closed to accounts, determined as in a scan of a store. Unknown
 * accounts are ignored.
 */
export const readClosedDirectories: ReadClosedDirectories = async (directory, accounts) => {
  const checker = new KeyAccessChecker(new Accounts(accounts));
  await checker.begin();
  return checker.closedDirectoriesAbove(directory);
};
