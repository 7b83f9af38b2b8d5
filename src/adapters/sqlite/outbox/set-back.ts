import type { Database } from 'better-sqlite3';
import { type Instant, SECOND } from '../../../domain/time.ts';
import { UNSETTLED } from './delivery-rows.ts';

/** Clocks are set by less all the time, and nothing waits longer for it that matters, ms. */
const SET_BACK_BY: number = SECOND;

/**
 * That a delivery is due at `@now`, where leases are of `@leaseMs`. What can only have been stored before the clock was set
 * back, a longer lease or the time of a latest attempt that is yet to come, does not count: nobody waits for that time again.
 */
export const IS_DUE: string = `CASE state WHEN 'held' THEN held_until <= @now OR held_until > @now + @leaseMs
  ELSE due_at <= @now OR (SELECT started_at FROM attempt WHERE attempt.delivery_id = delivery.delivery_id
    ORDER BY attempt DESC LIMIT 1) > @now + ${SET_BACK_BY} END`;

/**
 * Makes deliveries that are yet to be made, for the clock was set back, such as were made now: they wait, and are tried, for as
 * long as they would have been. What was tried tells the same as before. To be called inside a transaction.
 */
export function moveBack(database: Database, notifier: string, now: Instant): void {
  database
    .prepare(`UPDATE delivery INDEXED BY delivery_by_time SET created_at = @now, due_at = due_at - created_at + @now,
      give_up_at = give_up_at - created_at + @now,
      gathered_at = CASE attempts WHEN 0 THEN gathered_at - created_at + @now ELSE gathered_at END
      WHERE created_at > @now + ${SET_BACK_BY} AND notifier = @notifier AND state IN ${UNSETTLED}`)
    .run({ now, notifier });
}
