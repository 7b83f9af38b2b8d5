import type { Database } from 'better-sqlite3';
import type { EventLogOperation } from '../../domain/failure/event-log-failures.ts';
import { markDamaged } from './damage-mark.ts';
import { isDamage, ledgerFailure } from './ledger-failure.ts';

/**
 * Runs `write` in one write transaction of the ledger (the database with the event log). If an
 * error shows that the file is damaged, marks the ledger, so that the next start checks it
 * completely.
 * @param operation makes the failure of the transaction
 * @throws {LedgerError}
 */
export function writeTransaction<T>(database: Database, path: string, operation: EventLogOperation, write: () => T): T {
  try {
    return database.transaction(write).immediate();
  } catch (failure) {
    if (isDamage(failure)) markDamaged(path);
    throw ledgerFailure(path, operation, failure);
  }
}

/**
 * Runs `write` in one write transaction without waiting for the disk. The change survives a crash
 * of the process, but a power failure may lose it. It is therefore only for changes that can be
 * repeated.
 * @throws {LedgerError}
 */
export function writeWithoutSync<T>(database: Database, path: string, operation: EventLogOperation, write: () => T): T {
  // This takes a hundredth of the time. A later transaction with `FULL` also saves this change,
  // because the write-ahead log keeps the order of transactions.
  database.pragma('synchronous = NORMAL');
  try {
    return writeTransaction(database, path, operation, write);
  } finally {
    database.pragma('synchronous = FULL');
  }
}
