import type { Database, Statement } from 'better-sqlite3';
import type { Delivery } from '../../../domain/alert/delivery.ts';
import type { NotifierHealth } from '../../../domain/alert/notifier-health.ts';
import type { Silence, UnreadableSilence } from '../../../domain/alert/silence.ts';
import { EVENT_LOG_OPERATIONS, eventLogFailure } from '../../../domain/event/event-log-sentences.ts';
import type { OutputHealth } from '../../../domain/status/output-health.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Attempt, Deliveries, DeliveryQuery, ReadHealth, ReadSilences } from '../../../work/ports/outbox.ts';
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
 * Reads deliveries, attempts and silences over one connection. Every method rejects with a
 * LedgerError if SQLite fails.
 */
export class SqliteDeliveries implements Deliveries, ReadSilences, ReadHealth {
  protected readonly database: Database;
  protected readonly path: string;
  readonly #nextDue: Statement<[string], number | null>;
  readonly #nextTry: Statement<[string], number | null>;

  constructor(database: Database, path: string) {
    this.database = database;
    this.path = path;
    this.#nextDue = database
      .prepare<[string], number | null>(
        `SELECT min(CASE state WHEN 'sending' THEN leased_until ELSE due_at END) FROM delivery
        WHERE notifier = ? AND state IN ${UNSETTLED} AND ${IS_NEXT}`,
      )
      .pluck();
    // For a delivery that a worker holds, this is its due time. The end of its lease is of no use
    // to people.
    this.#nextTry = database
      .prepare<[string], number | null>(
        `SELECT min(due_at) FROM delivery WHERE notifier = ? AND state IN ${UNSETTLED} AND ${IS_NEXT}`,
      )
      .pluck();
  }

  async deliveries(query: DeliveryQuery): Promise<readonly Delivery[]> {
    const { deliveryId, idFront, notifier, states, since, last } = query;
    const terms: readonly (readonly [string, string | number | undefined])[] = [
      ['delivery_id = ?', deliveryId],
      ['instr(delivery_id, ?) = 1', idFront],
      ['notifier = ?', notifier],
      ['state IN (SELECT value FROM json_each(?))', states && JSON.stringify(states)],
      ['created_at >= ?', since],
    ];
    const asked = terms.flatMap(([term, value]) => (value === undefined ? [] : [{ term, value }]));
    const where = ['TRUE', ...asked.map(({ term }) => term)].join(' AND ');
    const order = last === undefined ? '' : 'DESC LIMIT ?';
    const values = [...asked.map(({ value }) => value), ...(last === undefined ? [] : [last])];
    return this.reading(() => {
      const rows = this.database.prepare<unknown[], DeliveryRow>(
        `${SELECT_DELIVERIES} WHERE ${where} ORDER BY delivery.rowid ${order}`,
      );
      const deliveries = rows.all(...values).map(toDelivery);
      return last === undefined ? deliveries : deliveries.reverse();
    });
  }

  async attempts(deliveryId: string): Promise<readonly Attempt[]> {
    return this.reading(() =>
      this.database
        .prepare<[string], AttemptRow>('SELECT * FROM attempt WHERE delivery_id = ? ORDER BY attempt')
        .all(deliveryId)
        .map(toAttempt),
    );
  }

  async nextDue(notifier: string): Promise<Instant | undefined> {
    return this.reading(() => toInstant(this.#nextDue.get(notifier)));
  }

  async health(): Promise<readonly NotifierHealth[]> {
    return this.reading(() => readNotifierHealth(this.database, (notifier) => toInstant(this.#nextTry.get(notifier))));
  }

  async outputs(): Promise<readonly OutputHealth[]> {
    return this.reading(() => readOutputHealth(this.database));
  }

  async silences(): Promise<readonly Silence[]> {
    return this.reading(() => readSilences(this.database));
  }

  async unreadableSilences(): Promise<readonly UnreadableSilence[]> {
    return this.reading(() => readUnreadableSilences(this.database));
  }

  protected reading<T>(read: () => T): T {
    try {
      return this.database.transaction(read)();
    } catch (failure) {
      throw ledgerFailure(this.path, eventLogFailure(EVENT_LOG_OPERATIONS.read.en, this.path), failure);
    }
  }
}
