import type { Database } from 'better-sqlite3';
import { openGroupKey } from '../../../domain/alert/group-key.ts';
import { effectiveEventId } from '../../../domain/alert/match.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import type { Instant } from '../../../domain/time.ts';
import { type EventRow, toEventRecord } from '../records/event-rows.ts';
import { HAS_NOTIFIED } from './next-delivery.ts';

/** The maximum number of open conditions in an alert about cleared conditions. */
const MAX_CONDITIONS = 1000;

/**
 * For a delivery about cleared conditions, reads the last records of the conditions that are still
 * open in the same group, and that the notifier was notified of. Empty for other deliveries. The
 * query begins with the few open conditions of the event, and not with all deliveries. Must be
 * called inside a transaction.
 * @param record a record of the delivery; all of them are in one group
 */
export function readAlsoOpen(database: Database, notifier: string, record: EventRecord): readonly EventRecord[] {
  const openKey = openGroupKey(record);
  if (openKey === undefined) return [];
  return database
    .prepare<[number, string, string, number], EventRow>(
      `SELECT event_record.* FROM condition JOIN event_record ON event_record_id = last_record_id
      WHERE cleared_at IS NULL AND condition.event_id = ? AND EXISTS (
        SELECT 1 FROM delivery_record AS sent JOIN delivery USING (delivery_id)
        WHERE sent.condition_id = condition.condition_id AND notifier = ? AND group_key = ? AND ${HAS_NOTIFIED})
      ORDER BY event_record_id LIMIT ?`,
    )
    .all(effectiveEventId(record), notifier, openKey, MAX_CONDITIONS)
    .map(toEventRecord);
}

/**
 * Returns when the last condition of a delivery was cleared; undefined if one was still open when
 * the delivery was created. This is decided by the order of the log, because the clock may be
 * wrong. Must be called inside a transaction.
 */
export function readResolvedSince(database: Database, deliveryId: string): Instant | undefined {
  const row = database
    .prepare<[string], { readonly open: number; readonly resolvedSince: number | null }>(
      `SELECT count(*) FILTER (WHERE delivery_record.condition_id IS NULL OR cleared_at IS NULL OR last_record_id > log_head) AS open,
        max(cleared_at) AS resolvedSince
      FROM delivery JOIN delivery_record USING (delivery_id) LEFT JOIN condition USING (condition_id)
      LEFT JOIN event_record USING (event_record_id)
      WHERE delivery_id = ? AND change IS NOT 'cleared'`,
    )
    .get(deliveryId);
  return row === undefined || row.open > 0 ? undefined : (row.resolvedSince ?? undefined);
}
