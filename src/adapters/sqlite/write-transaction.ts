import type { Database } from 'better-sqlite3';
import { markDoubtful } from './doubtful.ts';
import { ledgerFailure, saysDamaged } from './ledger-failure.ts';

/**
 * Runs it in one transaction that writes: whole or not at all. `doing` says what, before the name of the ledger.
 * @throws {LedgerError}
 */
export function writeTransaction<T>(database: Database, path: string, doing: string, write: () => T): T {
  try {
    return database.transaction(write).immediate();
  } catch (failure) {
    if (saysDamaged(failure)) markDoubtful(path);
    throw ledgerFailure(path, `${doing} the ledger`, failure);
  }
}
