import { join } from 'node:path';

/** Returns the path of the ledger in a state directory. */
export function ledgerFile(stateDirectory: string): string {
  return join(stateDirectory, 'ledger.db');
}
