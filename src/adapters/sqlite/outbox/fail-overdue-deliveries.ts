import type { Database } from 'better-sqlite3';
import { ABOUT_NOTIFYING } from '../../../domain/alert/about-notifying.ts';
import type { Instant } from '../../../domain/time.ts';
import { UNSETTLED } from './delivery-rows.ts';

/** The counts of the overdue deliveries of a notifier. */
export interface OverdueCounts {
  readonly deliveries: number;
  /** The number of records in these deliveries. */
  readonly records: number;
  /**
   * The number of these records that are not about a failing notifier or log output. Without
   * deleted records, whose events are unknown.
   */
  readonly otherRecords: number;
}

const NOTIFYING_EVENT_IDS = ABOUT_NOTIFYING.join(', ');
/**
 * SQL condition: the delivery is overdue. It is unsettled and due, and the time for retries has
 * elapsed. A delivery to which records can still be added (`grouping`) is not due.
 */
const IS_OVERDUE = `notifier = ? AND state IN ${UNSETTLED} AND retry_until <= ? AND due_at <= ?`;

/** Counts the overdue deliveries of a notifier. */
export function countOverdueDeliveries(database: Database, notifier: string, now: Instant): OverdueCounts {
  // The `event_id` of a deleted record is NULL, which `NOT IN` does not match.
  const count = database.prepare<[string, number, number], OverdueCounts>(
    `SELECT count(DISTINCT delivery_id) AS deliveries, count(*) AS records,
      count(*) FILTER (WHERE event_id NOT IN (${NOTIFYING_EVENT_IDS})) AS otherRecords
    FROM delivery JOIN delivery_record USING (delivery_id) LEFT JOIN event_record USING (event_record_id)
    WHERE ${IS_OVERDUE}`,
  );
  return count.get(notifier, now, now) ?? { deliveries: 0, records: 0, otherRecords: 0 };
}

/**
 * Marks the overdue deliveries of a notifier as failed, and returns their counts. Must be called
 * inside a transaction.
 */
export function failOverdueDeliveries(database: Database, notifier: string, now: Instant): OverdueCounts {
  const overdue = countOverdueDeliveries(database, notifier, now);
  database
    .prepare(`UPDATE delivery SET state = 'failed', leased_until = NULL WHERE ${IS_OVERDUE}`)
    .run(notifier, now, now);
  database
    .prepare(`INSERT INTO notifier_health (notifier, failed_deliveries) VALUES (?, ?)
      ON CONFLICT (notifier) DO UPDATE SET failed_deliveries = failed_deliveries + excluded.failed_deliveries`)
    .run(notifier, overdue.deliveries);
  return overdue;
}
