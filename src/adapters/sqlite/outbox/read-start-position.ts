import type { Database } from 'better-sqlite3';
import type { StartPosition } from '../../../work/ports/outbox.ts';
import { HAS_NOTIFIED } from './next-delivery.ts';
import { selectRecords } from './select-records.ts';

/** SQL for the last record of each condition. A `WHERE` may follow. */
const LAST_OF_CONDITIONS = 'SELECT event_record.* FROM condition JOIN event_record ON event_record_id = last_record_id';
/** SQL condition: the notifier `?`, or a part of it, was or will be notified of the condition. */
const NOTIFIED = `EXISTS (SELECT 1 FROM delivery_record AS sent JOIN delivery USING (delivery_id)
  WHERE sent.condition_id = condition.condition_id AND notifier = ? AND ${HAS_NOTIFIED})`;
/**
 * SQL condition: the notifier `?`, with all its parts, was or will be notified of the last record
 * of the condition.
 */
const NOTIFIED_OF_LAST = `EXISTS (SELECT 1 FROM delivery_record AS sent JOIN delivery USING (delivery_id)
  WHERE sent.event_record_id = last_record_id AND notifier = ? AND state NOT IN ('failed', 'canceled'))`;

/** Reads where a notifier starts in the log. Must be called inside a transaction. */
export function readStartPosition(database: Database, notifier: string): StartPosition {
  return {
    lastRecordId: database.prepare<[], number>('SELECT event_record_id FROM head').pluck().get() ?? 0,
    open: selectRecords(database, `${LAST_OF_CONDITIONS} WHERE cleared_at IS NULL ORDER BY event_record_id`),
    neverNotified: selectRecords(
      database,
      `${LAST_OF_CONDITIONS} WHERE (cleared_at IS NULL OR change = 'cleared')
      AND ${NOTIFIED} AND NOT ${NOTIFIED_OF_LAST} ORDER BY event_record_id`,
      notifier,
      notifier,
    ),
  };
}
