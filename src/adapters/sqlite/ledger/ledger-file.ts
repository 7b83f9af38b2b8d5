import { join } from 'node:path';

/** Returns the path of the ledger, the database with the event log, in a state directory. */
export function ledgerFile(stateDirectory: string): string {
  return join(stateDirectory, 'ledger.db');
}
