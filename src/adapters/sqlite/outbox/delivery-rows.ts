import type { Database } from 'better-sqlite3';
import type { Delivery, DeliveryRecord, DeliveryState } from '../../../domain/alert/delivery.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import type { Attempt } from '../../../work/ports/outbox.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { failureColumns, failureOfColumns } from '../column.ts';
import { replaceUnreadable } from '../schema/unreadable-values.ts';

/**
 * The states of unsettled deliveries, which are still to be sent, as a list in SQL. A settled
 * delivery is delivered, failed or canceled.
 */
export const UNSETTLED = "('grouping', 'pending', 'sending')";

/** A row of the table `delivery`, with its event records as a JSON list. */
export interface DeliveryRow {
  readonly delivery_id: string;
  readonly notifier: string;
  readonly group_key: string;
  readonly state: DeliveryState;
  readonly created_at: number;
  readonly grouped_at: number;
  readonly due_at: number;
  readonly retry_until: number;
  readonly attempts: number;
  /**
   * For each record, in order of ID: `[event record ID, condition ID or null, isFirst]`. `isFirst`
   * is 1 if the record is the first of its condition that the notifier receives, and otherwise 0.
   */
  readonly records: string;
}

/** SQL that selects deliveries with their records. A `WHERE` may follow. */
export const SELECT_DELIVERIES = `SELECT delivery.*, (
    SELECT json_group_array(json_array(CAST(event_record_id AS INTEGER), CAST(condition_id AS TEXT), is_first = 1)
      ORDER BY event_record_id)
    FROM delivery_record WHERE delivery_record.delivery_id = delivery.delivery_id) AS records FROM delivery`;

/** Returns the delivery of a row, with the names of its unreadable columns. Never throws. */
export function toDelivery(storedRow: DeliveryRow): Delivery {
  const { row, unreadable } = replaceUnreadable('delivery', storedRow);
  const records: readonly (readonly [number, string | null, number])[] = JSON.parse(row.records);
  return {
    deliveryId: row.delivery_id,
    notifier: row.notifier,
    groupKey: row.group_key,
    state: row.state,
    createdAt: row.created_at,
    dueAt: row.due_at,
    retryUntil: row.retry_until,
    attempts: row.attempts,
    records: records.map(
      ([eventRecordId, conditionId, isFirst]): DeliveryRecord => ({
        eventRecordId,
        conditionId: conditionId ?? undefined,
        isFirst: isFirst === 1,
      }),
    ),
    ...(unreadable.length === 0 ? {} : { unreadableColumns: unreadable }),
  };
}

/** A row of the table `attempt`. */
export interface AttemptRow {
  readonly attempt: number;
  readonly started_at: number;
  readonly duration_ms: number;
  readonly outcome: Outcome['kind'];
  readonly reason: Reason | null;
  readonly detail: string;
  readonly failure: string | null;
  readonly not_before: number | null;
  readonly disable: number;
}

function toOutcome({ outcome, reason, detail, failure, not_before: notBefore, disable }: AttemptRow): Outcome {
  const result = { failure: failureOfColumns({ detail, failure }) };
  // Every failure has a reason. A damaged row without a reason is shown as delivered, because an
  // Outcome cannot be a failure without a reason.
  if (outcome === 'delivered' || reason === null) return { kind: 'delivered', ...result };
  return outcome === 'retry'
    ? { kind: 'retry', reason, ...result, notBefore: notBefore ?? undefined }
    : { kind: 'rejected', reason, ...result, disable: disable === 1 };
}

/** Returns the attempt of a row. Unreadable values become 0 or empty. Never throws. */
export function toAttempt(storedRow: AttemptRow): Attempt {
  const { row } = replaceUnreadable('attempt', storedRow);
  return {
    attempt: row.attempt,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    outcome: toOutcome(row),
  };
}

/** Stores an attempt. Must be called inside a transaction. */
export function storeAttempt(
  database: Database,
  deliveryId: string,
  { attempt, startedAt, durationMs, outcome }: Attempt,
): void {
  const { kind } = outcome;
  const [detail, failure] = failureColumns(outcome.failure);
  const reason = kind === 'delivered' ? null : outcome.reason;
  const notBefore = kind === 'retry' ? (outcome.notBefore ?? null) : null;
  const disable = kind === 'rejected' && outcome.disable ? 1 : 0;
  database
    .prepare(`INSERT OR REPLACE INTO attempt
      (delivery_id, attempt, started_at, duration_ms, outcome, reason, detail, failure, not_before, disable)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(deliveryId, attempt, startedAt, Math.round(durationMs), kind, reason, detail, failure, notBefore, disable);
}

/**
 * Stores the parts of a notifier (recipients or hooks) for which the delivery is finished, so that
 * they do not receive it again. Must be called inside a transaction.
 */
export function storeFinishedParts(database: Database, deliveryId: string, outcome: Outcome): void {
  // A rejected delivery is not sent again to any part.
  const done = outcome.kind === 'rejected' ? [] : (outcome.done ?? []);
  const insert = database.prepare(
    'INSERT OR IGNORE INTO delivery_part (delivery_id, part, is_delivered) VALUES (?, ?, ?)',
  );
  for (const { part, isDelivered } of done) insert.run(deliveryId, part, isDelivered ? 1 : 0);
}
