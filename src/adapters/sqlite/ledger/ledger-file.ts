import { join } from 'node:path';

/** The ledger of a state directory. */
export function ledgerFile(stateDirectory: string): string {
  return join(stateDirectory, 'ledger.db');
}
