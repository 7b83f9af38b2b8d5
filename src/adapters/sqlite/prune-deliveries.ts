import type { Database } from 'better-sqlite3';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Retention } from '../../work/ports.ts';
import { UNSETTLED } from './delivery-rows.ts';
import { COVERS_OPEN } from './silence-rows.ts';

/** Deliveries deleted in one call at most. */
const MOST_DELETED = 2000;

/** That it is the last that told its notifier of something that is open: with it would go that it was told. */
const LAST_OF_OPEN = `state = 'delivered' AND EXISTS (
  SELECT 1 FROM delivery_record AS mine JOIN condition ON condition.condition_id = mine.condition_id AND cleared_at IS NULL
  WHERE mine.delivery_id = delivery.delivery_id AND NOT EXISTS (
    SELECT 1 FROM delivery_record AS theirs JOIN delivery AS later ON later.delivery_id = theirs.delivery_id
    WHERE theirs.condition_id = mine.condition_id AND later.notifier = delivery.notifier
    AND later.rowid > delivery.rowid AND later.state = 'delivered'))`;

/**
 * Deletes what is settled and older than the records that are kept, and silences that are over; to be called inside a
 * transaction. Answers how many deliveries.
 */
export function pruneDeliveries(database: Database, { records, days }: Retention, now: Instant): number {
  const oldest = database
    .prepare<[number], number>(`SELECT time_created FROM event_record
      WHERE event_record_id > (SELECT event_record_id FROM head) - ? ORDER BY event_record_id LIMIT 1`)
    .pluck()
    .get(records);
  const before = Math.max(now - days * DAY, oldest ?? 0);
  const ids = database
    .prepare<[number, number], string>(`SELECT delivery_id FROM delivery INDEXED BY delivery_by_time
      WHERE created_at < ? AND state NOT IN ${UNSETTLED} AND NOT (${LAST_OF_OPEN}) ORDER BY created_at LIMIT ?`)
    .pluck()
    .all(before, MOST_DELETED);
  for (const table of ['attempt', 'delivery_record', 'delivery']) {
    const forget = database.prepare(`DELETE FROM ${table} WHERE delivery_id = ?`);
    for (const id of ids) forget.run(id);
  }
  database
    .prepare(`DELETE FROM silence WHERE ends_at < ? OR (until_cleared = 1 AND created_at < ? AND NOT ${COVERS_OPEN})`)
    .run(before, before);
  return ids.length;
}
