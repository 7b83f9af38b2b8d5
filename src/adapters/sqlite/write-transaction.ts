import type { Database } from 'better-sqlite3';
import { markDamaged } from './ledger/doubtful.ts';
import { ledgerFailure, saysDamaged } from './ledger/ledger-failure.ts';

/**
 * Runs it in one transaction that writes: whole or not at all. `doing` says what, before the name of the ledger.
 * @throws {LedgerError}
 */
export function writeTransaction<T>(database: Database, path: string, doing: string, write: () => T): T {
  try {
    return database.transaction(write).immediate();
  } catch (failure) {
    if (saysDamaged(failure)) markDamaged(path);
    throw ledgerFailure(path, `${doing} the ledger`, failure);
  }
}

/**
 * The same, without waiting for the disk: what is written so survives the process, and a power cut only when something was
 * written behind it that waits. For what may come again.
 * @throws {LedgerError}
 */
export function writeInPassing<T>(database: Database, path: string, doing: string, write: () => T): T {
  // Without the wait a transaction costs a hundredth; nothing ever overtakes another in the write-ahead log.
  database.pragma('synchronous = NORMAL');
  try {
    return writeTransaction(database, path, doing, write);
  } finally {
    database.pragma('synchronous = FULL');
  }
}
