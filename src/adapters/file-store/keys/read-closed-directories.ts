import type { ReadClosedDirectories } from '../../../work/ports/stores.ts';
import { Accounts } from './accounts.ts';
import { KeyAccessJudge } from './key-access.ts';

/** Judges as a look at a store does; of an account that nobody knows nothing is said. */
export const readClosedDirectories: ReadClosedDirectories = async (folder, accounts) => {
  const judge = new KeyAccessJudge(new Accounts(accounts));
  await judge.begin();
  return judge.closedAbove(folder);
};
