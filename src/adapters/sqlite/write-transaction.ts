import type { Database } from 'better-sqlite3';
import { eventLogFailure } from '../../domain/event/event-log-sentences.ts';
import { markDamaged } from './damage-mark.ts';
import { isDamage, ledgerFailure } from './ledger-failure.ts';

/**
 * Runs `write` in one write transaction. `operation` describes the action in an error message,
 * before the name of the ledger.
 * @throws {LedgerError}
 */
export function writeTransaction<T>(database: Database, path: string, operation: string, write: () => T): T {
  try {
    return database.transaction(write).immediate();
  } catch (failure) {
    if (isDamage(failure)) markDamaged(path);
    throw ledgerFailure(path, eventLogFailure(operation, path), failure);
  }
}

/**
 * Runs `write` in one write transaction without waiting for the disk. The change survives a crash
 * of the process. A power failure loses it unless a later synchronous transaction followed. Use it
 * only for changes that can be repeated.
 * @throws {LedgerError}
 */
export function writeWithoutSync<T>(database: Database, path: string, operation: string, write: () => T): T {
  // Without the wait, a transaction costs a hundredth of the time. The write-ahead log keeps the
  // order of transactions.
  database.pragma('synchronous = NORMAL');
  try {
    return writeTransaction(database, path, operation, write);
  } finally {
    database.pragma('synchronous = FULL');
  }
}
