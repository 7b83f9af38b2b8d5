import type { Database } from 'better-sqlite3';
import { ABOUT_NOTIFYING } from '../../../domain/alert/about-notifying.ts';
import { groupedAlert } from '../../../domain/alert/grouped-alert.ts';
import type { NotificationState, Routed } from '../../../domain/alert/route.ts';
import type { EventRecord, NewEventRecord } from '../../../domain/event/event-record.ts';
import type { Reason } from '../../../domain/problem.ts';
import type { Instant } from '../../../domain/time.ts';
import { SECOND } from '../../../domain/time.ts';
import type { Attempt, Beginning, ClaimedDelivery, Failing, Outbox, Settlement } from '../../../work/ports/outbox.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import type { AppendRecords } from '../records/append-records.ts';
import { type EventRow, toEventRecord } from '../records/event-rows.ts';
import { NOTIFIER_FOLLOWER } from '../schema/schema.ts';
import { writeInPassing, writeTransaction } from '../write-transaction.ts';
import {
  type DeliveryRow,
  SELECT_DELIVERIES,
  storeAttempt,
  storeParts,
  toDelivery,
  UNSETTLED,
} from './delivery-rows.ts';
import { HAS_NOTIFIED, IS_NEXT, readOpenParts } from './next-delivery.ts';
import { readNotificationState } from './notification-state.ts';
import { readAlsoOpen, readOverSince } from './read-also-open.ts';
import { SqliteDeliveries } from './sqlite-deliveries.ts';
import { prepareStoreDeliveries, type StoreDeliveries } from './store-deliveries.ts';
import { storeOutcome } from './store-outcome.ts';

/**
 * The tolerance for clock corrections, ms. Smaller corrections are common and delay nothing
 * noticeably.
 */
const SET_BACK_BY: number = SECOND;

/**
 * SQL condition: the delivery is due at `@now`, with leases of `@leaseMs`. A lease longer than
 * `@leaseMs`, or a latest attempt in the future, was stored before the clock was set back. Such a
 * delivery is due at once.
 */
const IS_DUE: string = `CASE state WHEN 'sending' THEN leased_until <= @now OR leased_until > @now + @leaseMs
  ELSE due_at <= @now OR (SELECT started_at FROM attempt WHERE attempt.delivery_id = delivery.delivery_id
    ORDER BY attempt DESC LIMIT 1) > @now + ${SET_BACK_BY} END`;

/**
 * Moves deliveries created in the future to now, because the clock was set back. Their delays and
 * their retry period stay the same. The content of a delivery that was tried does not change. Must
 * be called inside a transaction.
 */
function moveBack(database: Database, notifier: string, now: Instant): void {
  database
    .prepare(`UPDATE delivery INDEXED BY delivery_by_time SET created_at = @now, due_at = due_at - created_at + @now,
      retry_until = retry_until - created_at + @now,
      grouped_at = CASE attempts WHEN 0 THEN grouped_at - created_at + @now ELSE grouped_at END
      WHERE created_at > @now + ${SET_BACK_BY} AND notifier = @notifier AND state IN ${UNSETTLED}`)
    .run({ now, notifier });
}

/** The parts of the ledger that the outbox shares. */
export interface OutboxDependencies {
  readonly append: AppendRecords;
  /** Notifies followers that there are new records. */
  readonly notify: () => void;
}

const LAST_OF_CONDITIONS = 'SELECT event_record.* FROM condition JOIN event_record ON event_record_id = last_record_id';
/** SQL condition: the notifier, or a part of it, was or will be notified of the condition. */
const NOTIFIED = `EXISTS (SELECT 1 FROM delivery_record AS sent JOIN delivery USING (delivery_id)
  WHERE sent.condition_id = condition.condition_id AND notifier = ? AND ${HAS_NOTIFIED})`;
/**
 * SQL condition: the whole notifier was or will be notified of the last record of the condition.
 */
const NOTIFIED_OF_LAST = `EXISTS (SELECT 1 FROM delivery_record AS sent JOIN delivery USING (delivery_id)
  WHERE sent.event_record_id = last_record_id AND notifier = ? AND state NOT IN ('failed', 'canceled'))`;

interface Claim {
  readonly notifier: string;
  readonly limit: number;
  readonly now: Instant;
  readonly leaseMs: number;
}

interface LateRow {
  readonly deliveries: number;
  readonly records: number;
  /** Records that are not about notifying. */
  readonly others: number;
}

/** SQL condition: the delivery was not sent in time. */
const LATE = `notifier = ? AND state IN ${UNSETTLED} AND retry_until <= ? AND due_at <= ?`;

const RECORDS_OF = `SELECT event_record.* FROM delivery_record JOIN event_record USING (event_record_id)
  WHERE delivery_id = ? ORDER BY event_record_id`;

/** The outbox, in tables of the ledger, over its only writing connection. */
export class SqliteOutbox extends SqliteDeliveries implements Outbox {
  readonly #dependencies: OutboxDependencies;
  readonly #store: StoreDeliveries;

  constructor(database: Database, path: string, dependencies: OutboxDependencies) {
    super(database, path);
    this.#dependencies = dependencies;
    this.#store = prepareStoreDeliveries(database);
  }

  async position(notifier: string): Promise<number | undefined> {
    return this.reading(() =>
      this.database
        .prepare<[string], number>('SELECT event_record_id FROM follower WHERE name = ?')
        .pluck()
        .get(NOTIFIER_FOLLOWER + notifier),
    );
  }

  async beginning(notifier: string): Promise<Beginning> {
    return this.reading(() => ({
      head: this.database.prepare<[], number>('SELECT event_record_id FROM head').pluck().get() ?? 0,
      open: this.#records(`${LAST_OF_CONDITIONS} WHERE cleared_at IS NULL ORDER BY event_record_id`),
      neverNotified: this.#records(
        `${LAST_OF_CONDITIONS} WHERE (cleared_at IS NULL OR change = 'cleared')
        AND ${NOTIFIED} AND NOT ${NOTIFIED_OF_LAST} ORDER BY event_record_id`,
        notifier,
        notifier,
      ),
    }));
  }

  async notificationState(notifier: string, conditionIds: readonly string[]): Promise<NotificationState> {
    return this.reading(() => readNotificationState(this.database, notifier, conditionIds));
  }

  async suppressed(notifier: string, after: number, limit: number): Promise<readonly EventRecord[]> {
    return this.reading(() =>
      this.#records(
        `SELECT event_record.* FROM suppressed JOIN event_record USING (event_record_id)
        JOIN condition ON condition.condition_id = suppressed.condition_id AND cleared_at IS NULL
        WHERE notifier = ? AND event_record_id > ? ORDER BY event_record_id LIMIT ?`,
        notifier,
        after,
        limit,
      ),
    );
  }

  async advance(
    notifier: string,
    to: number,
    routed: Routed,
    now: Instant,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<boolean> {
    return this.#writing(`cannot store deliveries for ${notifier} in`, eventRecords, () => {
      if (!this.#store.routed(notifier, routed, now)) return false;
      this.database
        .prepare(`INSERT INTO follower VALUES (?, ?) ON CONFLICT (name)
          DO UPDATE SET event_record_id = max(event_record_id, excluded.event_record_id)`)
        .run(NOTIFIER_FOLLOWER + notifier, to);
      this.#append(eventRecords);
      return true;
    });
  }

  async claim(notifier: string, limit: number, now: Instant, leaseMs: number): Promise<readonly ClaimedDelivery[]> {
    return writeInPassing(this.database, this.path, `cannot take deliveries for ${notifier} from`, () => {
      moveBack(this.database, notifier, now);
      const due = this.database.prepare<Claim, DeliveryRow>(`${SELECT_DELIVERIES}
        WHERE notifier = @notifier AND state IN ${UNSETTLED} AND ${IS_DUE} AND ${IS_NEXT}
        ORDER BY delivery.rowid LIMIT @limit`);
      const hold = this.database.prepare(
        "UPDATE delivery SET state = 'sending', leased_until = ? WHERE delivery_id = ?",
      );
      const drop = this.database.prepare("UPDATE delivery SET state = 'canceled' WHERE delivery_id = ?");
      return due.all({ notifier, limit, now, leaseMs }).flatMap((row): readonly ClaimedDelivery[] => {
        const delivery = toDelivery(row);
        const alert = groupedAlert(delivery, this.#records(RECORDS_OF, row.delivery_id), row.grouped_at);
        if (alert === undefined) {
          drop.run(row.delivery_id);
          return [];
        }
        hold.run(now + leaseMs, row.delivery_id);
        const parts = readOpenParts(this.database, row.delivery_id);
        const alsoOpen = readAlsoOpen(this.database, row);
        const overSince = readOverSince(this.database, row.delivery_id);
        const alertRecords = alert.records;
        return [
          {
            delivery: { ...delivery, state: 'sending', parts, alertRecords },
            alert: { ...alert, alsoOpen, overSince },
          },
        ];
      });
    });
  }

  async reclaim(notifier: string): Promise<void> {
    writeInPassing(this.database, this.path, `cannot return deliveries for ${notifier} to`, () =>
      this.database
        .prepare("UPDATE delivery SET state = 'pending', leased_until = NULL WHERE notifier = ? AND state = 'sending'")
        .run(notifier),
    );
  }

  async settle(
    deliveryId: string,
    attempt: Attempt,
    next: Settlement,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    // If a power failure loses a successful attempt or a retry, the delivery is sent again under
    // the same id.
    const write = next === 'delivered' || typeof next === 'number' ? writeInPassing : writeTransaction;
    write(this.database, this.path, 'cannot store an attempt in', () => {
      const notifier = this.database
        .prepare<[string], string>(`SELECT notifier FROM delivery WHERE delivery_id = ? AND state IN ${UNSETTLED}`)
        .pluck()
        .get(deliveryId);
      if (notifier === undefined) return;
      storeAttempt(this.database, deliveryId, attempt);
      storeParts(this.database, deliveryId, attempt.outcome);
      const [state, dueAt] =
        typeof next === 'number' ? ['pending', next] : [next === 'disabled' ? 'pending' : next, null];
      this.database
        .prepare(`UPDATE delivery SET state = ?, due_at = ifnull(?, due_at), attempts = ?, leased_until = NULL
          WHERE delivery_id = ?`)
        .run(state, dueAt, attempt.attempt, deliveryId);
      storeOutcome(this.database, notifier, attempt.startedAt, attempt.outcome, next === 'failed' ? 1 : 0);
      this.#append(eventRecords);
    });
    if (eventRecords.length > 0) this.#dependencies.notify();
  }

  async recordOutcome(
    notifier: string,
    startedAt: Instant,
    outcome: Outcome,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const write = eventRecords.length === 0 ? writeInPassing : writeTransaction;
    write(this.database, this.path, `cannot store the result of notifying ${notifier} in`, () => {
      storeOutcome(this.database, notifier, startedAt, outcome);
      this.#append(eventRecords);
    });
    if (eventRecords.length > 0) this.#dependencies.notify();
  }

  async giveUpLate(notifier: string, now: Instant, recordOf: (records: number) => NewEventRecord): Promise<number> {
    const late = this.database.prepare<
      [string, number, number],
      LateRow
    >(`SELECT count(DISTINCT delivery_id) AS deliveries,
      count(*) AS records, count(*) FILTER (WHERE event_id NOT IN (${ABOUT_NOTIFYING.join()})) AS others
      FROM delivery JOIN delivery_record USING (delivery_id) LEFT JOIN event_record USING (event_record_id) WHERE ${LATE}`);
    if (this.reading(() => late.get(notifier, now, now)?.deliveries ?? 0) === 0) return 0;
    const given = writeTransaction(this.database, this.path, `cannot cancel deliveries for ${notifier} in`, () => {
      const { deliveries, records, others } = late.get(notifier, now, now) ?? { deliveries: 0, records: 0, others: 0 };
      this.database
        .prepare(`UPDATE delivery SET state = 'failed', leased_until = NULL WHERE ${LATE}`)
        .run(notifier, now, now);
      this.database
        .prepare(`INSERT INTO notifier_health (notifier, failed_deliveries) VALUES (?, ?)
          ON CONFLICT (notifier) DO UPDATE SET failed_deliveries = failed_deliveries + excluded.failed_deliveries`)
        .run(notifier, deliveries);
      if (others > 0) this.#append([recordOf(records)]);
      return deliveries;
    });
    this.#dependencies.notify();
    return given;
  }

  async failing(notifier: string): Promise<Failing | undefined> {
    const row = this.reading(() =>
      this.database
        .prepare<[string], { readonly reason: Reason; readonly is_disabled: number }>(
          'SELECT reason, is_disabled FROM notifier_health WHERE notifier = ? AND failing_since IS NOT NULL',
        )
        .get(notifier),
    );
    return row && { reason: row.reason, isDisabled: row.is_disabled === 1 };
  }

  async enable(notifier: string): Promise<void> {
    this.#writing(`cannot enable ${notifier} in`, [], () =>
      this.database.prepare('UPDATE notifier_health SET is_disabled = 0 WHERE notifier = ?').run(notifier),
    );
  }

  async keepNotifiers(notifiers: readonly string[]): Promise<void> {
    this.#writing('cannot remove notifiers from', [], () => {
      const known = this.database.prepare<[number, string], string>(
        `SELECT substr(name, ?) FROM follower WHERE name GLOB ?
        UNION SELECT notifier FROM delivery WHERE state IN ${UNSETTLED} UNION SELECT notifier FROM notifier_health`,
      );
      const notifierNames = known.pluck().all(NOTIFIER_FOLLOWER.length + 1, `${NOTIFIER_FOLLOWER}*`);
      for (const notifier of notifierNames) {
        if (notifiers.includes(notifier)) continue;
        this.#forget(notifier);
        for (const table of ['notifier_health', 'outcome_count'])
          this.database.prepare(`DELETE FROM ${table} WHERE notifier = ?`).run(notifier);
      }
    });
  }

  #records(sql: string, ...values: readonly (string | number)[]): readonly EventRecord[] {
    return this.database
      .prepare<unknown[], EventRow>(sql)
      .all(...values)
      .map(toEventRecord);
  }

  #forget(notifier: string): void {
    this.database
      .prepare(
        `UPDATE delivery SET state = 'canceled', leased_until = NULL WHERE notifier = ? AND state IN ${UNSETTLED}`,
      )
      .run(notifier);
    this.database.prepare('DELETE FROM suppressed WHERE notifier = ?').run(notifier);
    this.database.prepare('DELETE FROM follower WHERE name = ?').run(NOTIFIER_FOLLOWER + notifier);
  }

  #append(eventRecords: readonly NewEventRecord[]): void {
    for (const record of eventRecords) this.#dependencies.append(record.computer, [record]);
  }

  #writing<T>(operation: string, eventRecords: readonly NewEventRecord[], write: () => T): T {
    const written = writeTransaction(this.database, this.path, operation, write);
    if (eventRecords.length > 0) this.#dependencies.notify();
    return written;
  }
}
