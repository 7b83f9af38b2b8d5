import type { Database } from 'better-sqlite3';
import { DAY, type Instant } from '../../../domain/time.ts';
import type { Retention } from '../../../work/ports/ledger.ts';
import { UNSETTLED } from './delivery-rows.ts';
import { TELLS } from './next-delivery.ts';
import { COVERS_OPEN } from './silence-rows.ts';

/** Deliveries deleted in one call at most. */
const MOST_DELETED = 2000;

/**
 * That it is the last that told its notifier of something that is open, or whose end is in the log, where a follower may have
 * yet to come to it: with it would go that it was told.
 */
const LAST_OF_KNOWN = `${TELLS} AND EXISTS (
  SELECT 1 FROM delivery_record AS mine JOIN condition ON condition.condition_id = mine.condition_id
  WHERE mine.delivery_id = delivery.delivery_id AND NOT EXISTS (
    SELECT 1 FROM delivery_record AS theirs JOIN delivery AS later ON later.delivery_id = theirs.delivery_id
    WHERE theirs.condition_id = mine.condition_id AND later.notifier = delivery.notifier
    AND later.rowid > delivery.rowid AND later.state = 'delivered'))`;

const DELETABLE = `state NOT IN ${UNSETTLED} AND NOT (${LAST_OF_KNOWN})`;

/**
 * Deletes what is settled and too old, or tells of nothing but records beyond those that are kept, and silences that are long
 * over; to be called inside a transaction. Answers how many deliveries.
 */
export function pruneDeliveries(database: Database, { records, days }: Retention, now: Instant): number {
  const before = now - days * DAY;
  const tooOld = database
    .prepare<[number, number], string>(`SELECT delivery_id FROM delivery INDEXED BY delivery_by_time
      WHERE created_at < ? AND ${DELETABLE} ORDER BY created_at LIMIT ?`)
    .pluck()
    .all(before, MOST_DELETED);
  // By number: a clock that was once set wrong leaves records whose time says nothing of how old the others are.
  const tooMany = database
    .prepare<{ readonly records: number; readonly most: number }, string>(
      `WITH kept AS (SELECT event_record_id - @records AS beyond FROM head)
      SELECT DISTINCT delivery_id FROM kept CROSS JOIN delivery_record INDEXED BY delivery_record_by_record ON event_record_id <= beyond
      JOIN delivery USING (delivery_id)
      WHERE NOT EXISTS (SELECT 1 FROM delivery_record AS newer
        WHERE newer.delivery_id = delivery.delivery_id AND newer.event_record_id > beyond) AND ${DELETABLE} LIMIT @most`,
    )
    .pluck()
    .all({ records, most: MOST_DELETED });
  const ids = [...new Set([...tooOld, ...tooMany])].slice(0, MOST_DELETED);
  for (const table of ['attempt', 'delivery_part', 'delivery_record', 'delivery']) {
    const forget = database.prepare(`DELETE FROM ${table} WHERE delivery_id = ?`);
    for (const id of ids) forget.run(id);
  }
  database
    .prepare(`DELETE FROM silence WHERE ends_at < ? OR (until_cleared = 1 AND created_at < ? AND NOT ${COVERS_OPEN})`)
    .run(before, before);
  return ids.length;
}
