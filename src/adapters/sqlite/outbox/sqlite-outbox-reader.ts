import type { Database, Statement } from 'better-sqlite3';
import type { Delivery } from '../../../domain/alert/delivery.ts';
import type { NotifierHealth } from '../../../domain/alert/notifier-health.ts';
import type { Silence, UnreadableSilence } from '../../../domain/alert/silence.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { OutputHealth } from '../../../domain/status/output-health.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Attempt, Deliveries, DeliveryQuery, HealthReader, SilenceReader } from '../../../work/ports/outbox.ts';
import { toInstant } from '../column.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import {
  type AttemptRow,
  type DeliveryRow,
  SELECT_DELIVERIES,
  toAttempt,
  toDelivery,
  UNSETTLED,
} from './delivery-rows.ts';
import { IS_NEXT } from './next-delivery.ts';
import { readNotifierHealth } from './notifier-health.ts';
import { readOutputHealth } from './output-rows.ts';
import { readSilences, readUnreadableSilences } from './silence-rows.ts';

/**
 * Reads deliveries, attempts, silences and health over one connection. They are in tables of the
 * ledger, which is the event log database. Every method rejects with a LedgerError if SQLite fails.
 */
export class SqliteOutboxReader implements Deliveries, SilenceReader, HealthReader {
  protected readonly database: Database;
  /** The file of the ledger, for messages. */
  protected readonly path: string;
  /**
   * When a worker can next claim a delivery of a notifier: when it is due or, while it is being
   * sent, when the lease of its worker ends. Like `#nextAttempt`, this leaves out deliveries that
   * wait for an earlier delivery about the same condition (`IS_NEXT`).
   */
  readonly #nextClaimable: Statement<[string], number | null>;
  /**
   * When the next attempt is due, for the health that users read: while a delivery is being sent,
   * the time at which it was due.
   */
  readonly #nextAttempt: Statement<[string], number | null>;

  constructor(database: Database, path: string) {
    this.database = database;
    this.path = path;
    this.#nextClaimable = database
      .prepare<[string], number | null>(
        `SELECT min(CASE state WHEN 'sending' THEN leased_until ELSE due_at END) FROM delivery
        WHERE notifier = ? AND state IN ${UNSETTLED} AND ${IS_NEXT}`,
      )
      .pluck();
    this.#nextAttempt = database
      .prepare<[string], number | null>(
        `SELECT min(due_at) FROM delivery WHERE notifier = ? AND state IN ${UNSETTLED} AND ${IS_NEXT}`,
      )
      .pluck();
  }

  async deliveries(query: DeliveryQuery): Promise<readonly Delivery[]> {
    const { deliveryId, idPrefix, notifier, states, since, last } = query;
    const conditions: readonly { readonly sql: string; readonly value: string | number | undefined }[] = [
      { sql: 'delivery_id = ?', value: deliveryId },
      { sql: 'instr(delivery_id, ?) = 1', value: idPrefix },
      { sql: 'notifier = ?', value: notifier },
      { sql: 'state IN (SELECT value FROM json_each(?))', value: states && JSON.stringify(states) },
      { sql: 'created_at >= ?', value: since },
    ];
    const givenConditions = conditions.filter(({ value }) => value !== undefined);
    const where = ['TRUE', ...givenConditions.map(({ sql }) => sql)].join(' AND ');
    // The newest are selected newest first, and then reversed.
    const newestFirst = last === undefined ? '' : 'DESC LIMIT ?';
    const values = [...givenConditions.map(({ value }) => value), ...(last === undefined ? [] : [last])];
    return this.read(() => {
      const rows = this.database.prepare<unknown[], DeliveryRow>(
        `${SELECT_DELIVERIES} WHERE ${where} ORDER BY delivery.rowid ${newestFirst}`,
      );
      const deliveries = rows.all(...values).map(toDelivery);
      return last === undefined ? deliveries : deliveries.reverse();
    });
  }

  async attempts(deliveryId: string): Promise<readonly Attempt[]> {
    return this.read(() =>
      this.database
        .prepare<[string], AttemptRow>('SELECT * FROM attempt WHERE delivery_id = ? ORDER BY attempt')
        .all(deliveryId)
        .map(toAttempt),
    );
  }

  /** Returns when a worker can next claim a delivery; undefined if no delivery is unsettled. */
  async nextClaimableAt(notifier: string): Promise<Instant | undefined> {
    return this.read(() => toInstant(this.#nextClaimable.get(notifier)));
  }

  async health(): Promise<readonly NotifierHealth[]> {
    return this.read(() => readNotifierHealth(this.database, (notifier) => toInstant(this.#nextAttempt.get(notifier))));
  }

  /** Reads the health of the log outputs. */
  async outputs(): Promise<readonly OutputHealth[]> {
    return this.read(() => readOutputHealth(this.database));
  }

  async silences(): Promise<readonly Silence[]> {
    return this.read(() => readSilences(this.database));
  }

  async unreadableSilences(): Promise<readonly UnreadableSilence[]> {
    return this.read(() => readUnreadableSilences(this.database));
  }

  /** Runs `query` in one read transaction, so that all its results are from one commit. */
  protected read<T>(query: () => T): T {
    try {
      return this.database.transaction(query)();
    } catch (failure) {
      throw ledgerFailure(this.path, EVENT_LOG_FAILURES.event_log_not_read, failure);
    }
  }
}
