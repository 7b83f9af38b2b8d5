import { accessSync, constants } from 'node:fs';
import type { Database as Connection, Database } from 'better-sqlite3';
import type { Delivery, NewDelivery } from '../../../domain/alert/delivery.ts';
import type { Silence } from '../../../domain/alert/silence.ts';
import { EVENT_LOG_CAUSES, EVENT_LOG_OPERATIONS, eventLogFailure } from '../../../domain/event/event-log-sentences.ts';
import type { ProbeRequest } from '../../../domain/served/probe-request.ts';
import type { Rotation } from '../../../domain/served/rotation.ts';
import type { Instant } from '../../../domain/time.ts';
import { LedgerError } from '../../../work/errors.ts';
import type { ProbeRequests, Rotations, Shard } from '../../../work/ports/ledger.ts';
import type {
  Attempt,
  Deliveries,
  HealthReader,
  ResendableDeliveries,
  Silences,
  TestResults,
} from '../../../work/ports/outbox.ts';
import { closeForReaders } from '../close-for-readers.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import { openDatabase } from '../open-database.ts';
import { type DeliveryRow, SELECT_DELIVERIES, storeAttempt, toDelivery, UNSETTLED } from '../outbox/delivery-rows.ts';
import { expireSilenceRow, insertSilence } from '../outbox/silence-rows.ts';
import { SqliteOutboxReader } from '../outbox/sqlite-outbox-reader.ts';
import { prepareStoreDeliveries } from '../outbox/store-deliveries.ts';
import { writeTransaction } from '../write-transaction.ts';
import { ledgerFile } from './ledger-file.ts';
import { accessError, requireSchema } from './open-ledger-reader.ts';
import { addProbeRequest } from './probe-request-rows.ts';
import { addRotation } from './rotation-rows.ts';

/**
 * Copies a settled delivery under a new id, due now, with the same retry period. Must be called
 * inside a transaction. Returns undefined if there is no such delivery, or if some of its records
 * are deleted.
 */
function resendDelivery(database: Database, deliveryId: string, newId: string, now: Instant): Delivery | undefined {
  const row = database
    .prepare<[string], DeliveryRow>(`${SELECT_DELIVERIES} WHERE delivery_id = ? AND state NOT IN ${UNSETTLED}`)
    .get(deliveryId);
  if (row === undefined) return undefined;
  const storedRecords = database
    .prepare<[string], number>(
      'SELECT count(*) FROM delivery_record JOIN event_record USING (event_record_id) WHERE delivery_id = ?',
    )
    .pluck()
    .get(deliveryId);
  const previous = toDelivery(row);
  if (storedRecords !== previous.records.length) return undefined;
  const retryUntil = now + (previous.retryUntil - previous.createdAt);
  const copy = { ...previous, deliveryId: newId, createdAt: now, dueAt: now, retryUntil };
  prepareStoreDeliveries(database).insert(copy, 'pending');
  return { ...copy, state: 'pending', attempts: 0 };
}

/**
 * The ledger as commands use it: they store silences, deliveries to resend, test results and probe
 * requests, in rows that the daemon reads.
 */
export interface CommandLedger
  extends Deliveries,
    Silences,
    ResendableDeliveries,
    TestResults,
    Rotations,
    ProbeRequests,
    HealthReader,
    Disposable {}

class SqliteCommandLedger extends SqliteOutboxReader implements CommandLedger {
  async add(silence: Silence): Promise<void> {
    writeTransaction(this.database, this.path, EVENT_LOG_OPERATIONS.storeSilence.en, () =>
      insertSilence(this.database, silence),
    );
  }

  async expire(silenceId: string, at: Instant): Promise<boolean> {
    return writeTransaction(this.database, this.path, EVENT_LOG_OPERATIONS.expireSilence.en, () =>
      expireSilenceRow(this.database, silenceId, at),
    );
  }

  async resend(deliveryId: string, newId: string, now: Instant): Promise<Delivery | undefined> {
    return writeTransaction(this.database, this.path, EVENT_LOG_OPERATIONS.storeDelivery.en, () =>
      resendDelivery(this.database, deliveryId, newId, now),
    );
  }

  async recordTest(delivery: NewDelivery, attempt: Attempt): Promise<void> {
    const { deliveryId } = delivery;
    const state = attempt.outcome.kind === 'delivered' ? 'delivered' : 'failed';
    writeTransaction(this.database, this.path, EVENT_LOG_OPERATIONS.storeTestResult.en, () => {
      prepareStoreDeliveries(this.database).insert(delivery, state);
      storeAttempt(this.database, deliveryId, attempt);
      this.database.prepare('UPDATE delivery SET attempts = 1 WHERE delivery_id = ?').run(deliveryId);
      if (state === 'delivered')
        this.database
          .prepare('UPDATE notifier_health SET failing_since = NULL WHERE notifier = ? AND is_disabled = 0')
          .run(delivery.notifier);
    });
  }

  async requestProbes(shard: Shard, request: ProbeRequest): Promise<void> {
    writeTransaction(this.database, this.path, EVENT_LOG_OPERATIONS.storeProbeRequest.en, () =>
      addProbeRequest(this.database, shard, request),
    );
  }

  async recordRotation(shard: Shard, rotation: Rotation): Promise<void> {
    writeTransaction(this.database, this.path, EVENT_LOG_OPERATIONS.storeReloadResult.en, () =>
      addRotation(this.database, shard, rotation),
    );
  }

  [Symbol.dispose](): void {
    if (this.database.open) closeForReaders(this.database, this.path);
    this.database.close();
  }
}

/**
 * Opens the ledger for requests, whether or not a daemon is running. Requires root or the account
 * of the daemon. Creates no files.
 * @throws {LedgerError} with a one-line message, if the ledger is missing, not writable or of
 * another version
 */
export function openCommandLedger(stateDirectory: string): CommandLedger {
  const path = ledgerFile(stateDirectory);
  let database: Connection | undefined;
  try {
    accessSync(path, constants.R_OK);
    requireWritable(path);
    database = openDatabase(path, { timeout: 5000 });
    database.pragma('synchronous = FULL');
    requireSchema(database, path);
    return new SqliteCommandLedger(database, path);
  } catch (failure) {
    database?.close();
    throw (
      accessError(path, failure) ?? ledgerFailure(path, eventLogFailure(EVENT_LOG_OPERATIONS.open.en, path), failure)
    );
  }
}

/**
 * Checks write access first, because SQLite would open the ledger read-only and fail at the first
 * request.
 */
function requireWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (failure) {
    const operation = eventLogFailure(EVENT_LOG_OPERATIONS.write.en, path);
    throw new LedgerError(path, `${operation}: ${EVENT_LOG_CAUSES.notDaemon.en}`, failure);
  }
}
