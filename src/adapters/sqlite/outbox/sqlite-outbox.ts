import type { Database } from 'better-sqlite3';
import type { NotificationState, RoutingResult } from '../../../domain/alert/route.ts';
import type { EventRecord, NewEventRecord } from '../../../domain/event/event-record.ts';
import { EVENT_LOG_FAILURES, type EventLogOperation, forName } from '../../../domain/failure/event-log-failures.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import type { Instant } from '../../../domain/time.ts';
import type {
  Attempt,
  ClaimedDelivery,
  DeliveryResult,
  LatestFailure,
  Outbox,
  StartPosition,
} from '../../../work/ports/outbox.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import type { AppendRecords } from '../records/append-records.ts';
import { NOTIFIER_FOLLOWER } from '../schema/schema.ts';
import { writeTransaction, writeWithoutSync } from '../write-transaction.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { deleteOtherNotifiers } from './delete-other-notifiers.ts';
import { storeAttempt, storeFinishedParts, UNSETTLED } from './delivery-rows.ts';
import { countOverdueDeliveries, failOverdueDeliveries } from './fail-overdue-deliveries.ts';
import { readNotificationState } from './notification-state.ts';
import { readStartPosition } from './read-start-position.ts';
import { selectRecords } from './select-records.ts';
import { SqliteOutboxReader } from './sqlite-outbox-reader.ts';
import { prepareStoreDeliveries, type StoreDeliveries } from './store-deliveries.ts';
import { storeOutcome } from './store-outcome.ts';

/** The parts of the ledger (the database with the event log) that the outbox shares. */
export interface OutboxDependencies {
  readonly append: AppendRecords;
  /** Wakes the callers that wait for new records in the log. */
  readonly notify: () => void;
}

/**
 * The outbox: the deliveries of alerts to notifiers, in tables of the ledger (the event log
 * database), over its only writing connection. A notifier follows the event log: its row in
 * `follower` has the ID of the last record that was routed for it. The name of the ledger follows
 * after each message such as `cannot store an attempt in`.
 */
export class SqliteOutbox extends SqliteOutboxReader implements Outbox {
  readonly #dependencies: OutboxDependencies;
  readonly #store: StoreDeliveries;

  constructor(database: Database, path: string, dependencies: OutboxDependencies) {
    super(database, path);
    this.#dependencies = dependencies;
    this.#store = prepareStoreDeliveries(database);
  }

  async position(notifier: string): Promise<number | undefined> {
    return this.read(() =>
      this.database
        .prepare<[string], number>('SELECT event_record_id FROM follower WHERE name = ?')
        .pluck()
        .get(NOTIFIER_FOLLOWER + notifier),
    );
  }

  async startPosition(notifier: string): Promise<StartPosition> {
    return this.read(() => readStartPosition(this.database, notifier));
  }

  async notificationState(notifier: string, conditionIds: readonly string[]): Promise<NotificationState> {
    return this.read(() => readNotificationState(this.database, notifier, conditionIds));
  }

  async suppressed(notifier: string, after: number, limit: number): Promise<readonly EventRecord[]> {
    return this.read(() =>
      selectRecords(
        this.database,
        `SELECT event_record.* FROM suppressed JOIN event_record USING (event_record_id)
        JOIN condition ON condition.condition_id = suppressed.condition_id AND cleared_at IS NULL
        WHERE notifier = ? AND event_record_id > ? ORDER BY event_record_id LIMIT ?`,
        notifier,
        after,
        limit,
      ),
    );
  }

  async storeRouted(
    notifier: string,
    cursor: number,
    routed: RoutingResult,
    now: Instant,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<boolean> {
    return this.#write(forName(EVENT_LOG_FAILURES.deliveries_not_stored, notifier), eventRecords, () => {
      if (!this.#store.storeRouted(notifier, routed, now)) return false;
      this.database
        .prepare(`INSERT INTO follower (name, event_record_id) VALUES (?, ?) ON CONFLICT (name)
          DO UPDATE SET event_record_id = max(event_record_id, excluded.event_record_id)`)
        .run(NOTIFIER_FOLLOWER + notifier, cursor);
      this.#append(eventRecords);
      return true;
    });
  }

  async claim(notifier: string, limit: number, now: Instant, leaseMs: number): Promise<readonly ClaimedDelivery[]> {
    return writeWithoutSync(this.database, this.path, forName(EVENT_LOG_FAILURES.deliveries_not_taken, notifier), () =>
      claimDeliveries(this.database, { notifier, limit, now, leaseMs }),
    );
  }

  async releaseClaims(notifier: string): Promise<void> {
    writeWithoutSync(this.database, this.path, forName(EVENT_LOG_FAILURES.deliveries_not_returned, notifier), () =>
      this.database
        .prepare("UPDATE delivery SET state = 'pending', leased_until = NULL WHERE notifier = ? AND state = 'sending'")
        .run(notifier),
    );
  }

  async storeAttempt(
    deliveryId: string,
    attempt: Attempt,
    result: DeliveryResult,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    // A number is the time of the next attempt.
    const retryAt = typeof result === 'number' ? result : undefined;
    // A power failure may lose a successful attempt or a retry: the delivery is then sent again
    // under the same ID.
    const transaction = result === 'delivered' || retryAt !== undefined ? writeWithoutSync : writeTransaction;
    const write = (): void => {
      const notifier = this.database
        .prepare<[string], string>(`SELECT notifier FROM delivery WHERE delivery_id = ? AND state IN ${UNSETTLED}`)
        .pluck()
        .get(deliveryId);
      if (notifier === undefined) return;
      storeAttempt(this.database, deliveryId, attempt);
      storeFinishedParts(this.database, deliveryId, attempt.outcome);
      // With a disabled notifier, the delivery stays pending and keeps its due time.
      const state = result === 'delivered' || result === 'failed' ? result : 'pending';
      this.database
        .prepare(`UPDATE delivery SET state = ?, due_at = ifnull(?, due_at), attempts = ?, leased_until = NULL
          WHERE delivery_id = ?`)
        .run(state, retryAt ?? null, attempt.attempt, deliveryId);
      const failedDeliveries = result === 'failed' ? 1 : 0;
      storeOutcome(this.database, notifier, attempt.startedAt, attempt.outcome, failedDeliveries);
      this.#append(eventRecords);
    };
    this.#write(EVENT_LOG_FAILURES.attempt_not_stored, eventRecords, write, transaction);
  }

  async recordOutcome(
    notifier: string,
    startedAt: Instant,
    outcome: Outcome,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const write = (): void => {
      storeOutcome(this.database, notifier, startedAt, outcome);
      this.#append(eventRecords);
    };
    const transaction = eventRecords.length === 0 ? writeWithoutSync : writeTransaction;
    this.#write(forName(EVENT_LOG_FAILURES.notifier_result_not_stored, notifier), eventRecords, write, transaction);
  }

  async failOverdue(notifier: string, now: Instant, recordOf: (records: number) => NewEventRecord): Promise<number> {
    // Usually no delivery is overdue, and then nothing is written.
    if (this.read(() => countOverdueDeliveries(this.database, notifier, now)).deliveries === 0) return 0;
    const overdue = writeTransaction(
      this.database,
      this.path,
      forName(EVENT_LOG_FAILURES.overdue_deliveries_not_failed, notifier),
      () => {
        const failed = failOverdueDeliveries(this.database, notifier, now);
        // An event that reports the failure causes an alert itself. If all unsent records are about
        // failing notifiers or log outputs, another one would only add to them.
        if (failed.otherRecords > 0) this.#append([recordOf(failed.records)]);
        return failed;
      },
    );
    this.#dependencies.notify();
    return overdue.deliveries;
  }

  async latestFailure(notifier: string): Promise<LatestFailure | undefined> {
    const row = this.read(() =>
      this.database
        .prepare<[string], { readonly reason: Reason; readonly is_disabled: number }>(
          'SELECT reason, is_disabled FROM notifier_health WHERE notifier = ? AND failing_since IS NOT NULL',
        )
        .get(notifier),
    );
    return row && { reason: row.reason, isDisabled: row.is_disabled === 1 };
  }

  async enable(notifier: string): Promise<void> {
    this.#write(forName(EVENT_LOG_FAILURES.notifier_not_enabled, notifier), [], () =>
      this.database.prepare('UPDATE notifier_health SET is_disabled = 0 WHERE notifier = ?').run(notifier),
    );
  }

  async deleteOtherNotifiers(notifiers: readonly string[]): Promise<void> {
    this.#write(EVENT_LOG_FAILURES.notifiers_not_removed, [], () => deleteOtherNotifiers(this.database, notifiers));
  }

  /** Appends records to the log. Must be called inside a transaction. */
  #append(eventRecords: readonly NewEventRecord[]): void {
    for (const record of eventRecords) this.#dependencies.append(record.computer, [record]);
  }

  /** Runs `write`, which appends `eventRecords`, in a transaction. */
  #write<T>(
    operation: EventLogOperation,
    eventRecords: readonly NewEventRecord[],
    write: () => T,
    transaction: typeof writeTransaction = writeTransaction,
  ): T {
    const written = transaction(this.database, this.path, operation, write);
    if (eventRecords.length > 0) this.#dependencies.notify();
    return written;
  }
}
