import type { ReadClosedDirectories } from '../../../work/ports/stores.ts';
import { Accounts } from './accounts.ts';
import { KeyAccessJudge } from './key-access.ts';

/**
 * Returns the directories that are closed to accounts, determined as in a scan of a store. Unknown
 * accounts are ignored.
 */
export const readClosedDirectories: ReadClosedDirectories = async (directory, accounts) => {
  const judge = new KeyAccessJudge(new Accounts(accounts));
  await judge.begin();
  return judge.closedAbove(directory);
};
