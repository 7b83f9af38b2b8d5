import { accessSync, constants } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { Delivery, NewDelivery } from '../../../domain/alert/delivery.ts';
import type { Silence } from '../../../domain/alert/silence.ts';
import { EVENT_LOG_CAUSES } from '../../../domain/failure/event-log-cause-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
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
import { storeAttempt } from '../outbox/delivery-rows.ts';
import { resendDelivery } from '../outbox/resend-delivery.ts';
import { expireSilenceRow, insertSilence } from '../outbox/silence-rows.ts';
import { SqliteOutboxReader } from '../outbox/sqlite-outbox-reader.ts';
import { prepareStoreDeliveries } from '../outbox/store-deliveries.ts';
import { writeTransaction } from '../write-transaction.ts';
import { ledgerFile } from './ledger-file.ts';
import { accessError, requireSchema } from './open-ledger-reader.ts';
import { addProbeRequest } from './probe-request-rows.ts';
import { addRotation } from './rotation-rows.ts';

/**
 * The ledger (the database with the event log) for commands that store something: silences,
 * deliveries to send again, results of test alerts and reloads, and requests for probes. The daemon
 * reads these rows.
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
    writeTransaction(this.database, this.path, EVENT_LOG_FAILURES.silence_not_stored, () =>
      insertSilence(this.database, silence),
    );
  }

  async expire(silenceId: string, now: Instant): Promise<boolean> {
    return writeTransaction(this.database, this.path, EVENT_LOG_FAILURES.silence_not_expired, () =>
      expireSilenceRow(this.database, silenceId, now),
    );
  }

  async resend(deliveryId: string, newId: string, now: Instant): Promise<Delivery | undefined> {
    return writeTransaction(this.database, this.path, EVENT_LOG_FAILURES.delivery_not_stored, () =>
      resendDelivery(this.database, deliveryId, newId, now),
    );
  }

  async recordTest(delivery: NewDelivery, attempt: Attempt): Promise<void> {
    const { deliveryId } = delivery;
    const state = attempt.outcome.kind === 'delivered' ? 'delivered' : 'failed';
    writeTransaction(this.database, this.path, EVENT_LOG_FAILURES.test_result_not_stored, () => {
      prepareStoreDeliveries(this.database).insert(delivery, state);
      storeAttempt(this.database, deliveryId, attempt);
      this.database.prepare('UPDATE delivery SET attempts = 1 WHERE delivery_id = ?').run(deliveryId);
      // A disabled notifier stays failed until the daemon enables it.
      if (state === 'delivered')
        this.database
          .prepare('UPDATE notifier_health SET failing_since = NULL WHERE notifier = ? AND is_disabled = 0')
          .run(delivery.notifier);
    });
  }

  async requestProbes(shard: Shard, request: ProbeRequest): Promise<void> {
    writeTransaction(this.database, this.path, EVENT_LOG_FAILURES.probe_request_not_stored, () =>
      addProbeRequest(this.database, shard, request),
    );
  }

  async recordRotation(shard: Shard, rotation: Rotation): Promise<void> {
    writeTransaction(this.database, this.path, EVENT_LOG_FAILURES.reload_result_not_stored, () =>
      addRotation(this.database, shard, rotation),
    );
  }

  [Symbol.dispose](): void {
    if (this.database.open) closeForReaders(this.database, this.path);
    // `closeForReaders` has closed it, except if it failed. Closing twice is allowed.
    this.database.close();
  }
}

/**
 * Opens the ledger for a command that stores something, whether or not a daemon is running.
 * Requires root or the account of the daemon. Creates no files.
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
    throw accessError(path, failure) ?? ledgerFailure(path, EVENT_LOG_FAILURES.event_log_not_opened, failure);
  }
}

/**
 * Checks that this account may write to the ledger. Otherwise, SQLite would open the ledger
 * read-only, and fail later at the first write.
 */
function requireWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (failure) {
    const cause = EVENT_LOG_CAUSES.account_may_not_write;
    throw new LedgerError(path, EVENT_LOG_FAILURES.event_log_not_written({ path, cause }), failure);
  }
}
