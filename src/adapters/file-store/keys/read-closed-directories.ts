import type { ReadClosedDirectories } from '../../../work/ports/stores.ts';
import { Accounts } from './accounts.ts';
import { KeyAccessChecker } from './key-access-checker.ts';

/**
 * Returns the directories, at and above a path, that accounts cannot traverse. Names without an
 * account are ignored.
 */
export const readClosedDirectories: ReadClosedDirectories = async (directory, accounts) => {
  const checker = new KeyAccessChecker(new Accounts(accounts));
  await checker.begin();
  return checker.closedDirectoriesAbove(directory);
};
