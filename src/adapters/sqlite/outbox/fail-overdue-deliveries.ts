import type { Database } from 'better-sqlite3';
import { ABOUT_NOTIFYING } from '../../../domain/alert/about-notifying.ts';
import type { Instant } from '../../../domain/time.ts';
import { UNSETTLED } from './delivery-rows.ts';

/** The numbers of deliveries of a notifier that were not sent in time. */
export interface LateDeliveryCounts {
  readonly deliveries: number;
  /** The number of records in these deliveries. */
  readonly records: number;
  /** The number of these records that are not about notifying. */
  readonly otherRecords: number;
}

/** SQL condition: the delivery was not sent in time. */
const IS_LATE = `notifier = ? AND state IN ${UNSETTLED} AND retry_until <= ? AND due_at <= ?`;

/** Counts the late deliveries of a notifier. */
export function countLateDeliveries(database: Database, notifier: string, now: Instant): LateDeliveryCounts {
  const count = database.prepare<[string, number, number], LateDeliveryCounts>(
    `SELECT count(DISTINCT delivery_id) AS deliveries, count(*) AS records,
      count(*) FILTER (WHERE event_id NOT IN (${ABOUT_NOTIFYING.join()})) AS otherRecords
    FROM delivery JOIN delivery_record USING (delivery_id) LEFT JOIN event_record USING (event_record_id)
    WHERE ${IS_LATE}`,
  );
  return count.get(notifier, now, now) ?? { deliveries: 0, records: 0, otherRecords: 0 };
}

/**
 * Marks the late deliveries of a notifier as failed, and returns their numbers. Must be called
 * inside a transaction.
 */
export function failLateDeliveries(database: Database, notifier: string, now: Instant): LateDeliveryCounts {
  const late = countLateDeliveries(database, notifier, now);
  database
    .prepare(`UPDATE delivery SET state = 'failed', leased_until = NULL WHERE ${IS_LATE}`)
    .run(notifier, now, now);
  database
    .prepare(`INSERT INTO notifier_health (notifier, failed_deliveries) VALUES (?, ?)
      ON CONFLICT (notifier) DO UPDATE SET failed_deliveries = failed_deliveries + excluded.failed_deliveries`)
    .run(notifier, late.deliveries);
  return late;
}
