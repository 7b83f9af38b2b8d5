import type { Database } from 'better-sqlite3';
import { DAY, type Instant } from '../../../domain/time.ts';
import type { Retention } from '../../../work/ports/ledger.ts';
import { UNSETTLED } from './delivery-rows.ts';
import { HAS_NOTIFIED } from './next-delivery.ts';
import { HAS_OPEN_CONDITION } from './silence-rows.ts';

/** The maximum number of deliveries deleted in one call. */
const MAX_DELETED = 2000;

/**
 * SQL condition: the delivery is the last delivery that notified its notifier of a stored
 * condition. It must be kept: otherwise, it is lost that the notifier knows the condition, and the
 * clearing of the condition would not be sent.
 */
const IS_LAST_OF_CONDITION = `${HAS_NOTIFIED} AND EXISTS (
  SELECT 1 FROM delivery_record AS mine JOIN condition ON condition.condition_id = mine.condition_id
  WHERE mine.delivery_id = delivery.delivery_id AND NOT EXISTS (
    SELECT 1 FROM delivery_record AS theirs JOIN delivery AS later ON later.delivery_id = theirs.delivery_id
    WHERE theirs.condition_id = mine.condition_id AND later.notifier = delivery.notifier
    AND later.rowid > delivery.rowid AND later.state = 'delivered'))`;

/** SQL condition: nothing needs the delivery. */
const DELETABLE = `state NOT IN ${UNSETTLED} AND NOT (${IS_LAST_OF_CONDITION})`;

/**
 * Deletes settled deliveries that are too old, or whose records all exceed the retention, and
 * silences that expired long ago. Must be called inside a transaction. Returns the number of
 * deleted deliveries.
 */
export function pruneDeliveries(database: Database, { records, days }: Retention, now: Instant): number {
  const prunedBefore = now - days * DAY;
  const tooOld = database
    .prepare<[number, number], string>(`SELECT delivery_id FROM delivery INDEXED BY delivery_by_time
      WHERE created_at < ? AND ${DELETABLE} ORDER BY created_at LIMIT ?`)
    .pluck()
    .all(prunedBefore, MAX_DELETED);
  // This query uses record IDs, because records that were written with a wrong clock have wrong
  // times.
  const tooMany = database
    .prepare<{ readonly records: number; readonly limit: number }, string>(
      `WITH retention AS (SELECT event_record_id - @records AS last_pruned FROM head)
      SELECT DISTINCT delivery_id FROM retention CROSS JOIN delivery_record INDEXED BY delivery_record_by_record
        ON event_record_id <= last_pruned
      JOIN delivery USING (delivery_id)
      WHERE NOT EXISTS (SELECT 1 FROM delivery_record AS newer
        WHERE newer.delivery_id = delivery.delivery_id AND newer.event_record_id > last_pruned) AND ${DELETABLE} LIMIT @limit`,
    )
    .pluck()
    .all({ records, limit: MAX_DELETED });
  const ids = [...new Set([...tooOld, ...tooMany])].slice(0, MAX_DELETED);
  for (const table of ['attempt', 'delivery_part', 'delivery_record', 'delivery']) {
    const deleteRows = database.prepare(`DELETE FROM ${table} WHERE delivery_id = ?`);
    for (const id of ids) deleteRows.run(id);
  }
  database
    .prepare(
      `DELETE FROM silence WHERE ends_at < ? OR (until_cleared = 1 AND created_at < ? AND NOT ${HAS_OPEN_CONDITION})`,
    )
    .run(prunedBefore, prunedBefore);
  return ids.length;
}
