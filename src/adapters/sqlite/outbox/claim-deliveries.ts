import type { Database } from 'better-sqlite3';
import { groupedAlert } from '../../../domain/alert/grouped-alert.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import type { ClaimedDelivery } from '../../../work/ports/outbox.ts';
import { type DeliveryRow, SELECT_DELIVERIES, toDelivery, UNSETTLED } from './delivery-rows.ts';
import { IS_NEXT, readOpenParts } from './next-delivery.ts';
import { readAlsoOpen, readResolvedSince } from './read-also-open.ts';
import { selectRecords } from './select-records.ts';

/** The request of a worker for due deliveries. */
export interface Claim {
  readonly notifier: string;
  /** The maximum number of deliveries. */
  readonly limit: number;
  readonly now: Instant;
  /** The duration of a lease: how long only this worker may send a claimed delivery, ms. */
  readonly leaseMs: number;
}

/**
 * The smallest clock correction that is handled, ms. Smaller corrections are common, and the delay
 * that they cause is not noticeable.
 */
const CLOCK_TOLERANCE_MS: number = SECOND;

/**
 * SQL condition: the delivery is due at `@now`; in the state `sending`, its lease has expired. If
 * the clock was set back, a delivery is due at once: its lease ends later than `@leaseMs` from now,
 * or its latest attempt is in the future.
 */
const IS_DUE: string = `CASE state WHEN 'sending' THEN leased_until <= @now OR leased_until > @now + @leaseMs
  ELSE due_at <= @now OR (SELECT started_at FROM attempt WHERE attempt.delivery_id = delivery.delivery_id
    ORDER BY attempt DESC LIMIT 1) > @now + ${CLOCK_TOLERANCE_MS} END`;

const RECORDS_OF_DELIVERY = `SELECT event_record.* FROM delivery_record JOIN event_record USING (event_record_id)
  WHERE delivery_id = ? ORDER BY event_record_id`;

/**
 * Claims due deliveries, oldest first, and composes their alerts. A delivery is canceled if its
 * records need no alert. Must be called inside a transaction.
 */
export function claimDeliveries(database: Database, claim: Claim): readonly ClaimedDelivery[] {
  moveBackToNow(database, claim.notifier, claim.now);
  const selectDue = database.prepare<Claim, DeliveryRow>(`${SELECT_DELIVERIES}
    WHERE notifier = @notifier AND state IN ${UNSETTLED} AND ${IS_DUE} AND ${IS_NEXT}
    ORDER BY delivery.rowid LIMIT @limit`);
  // IS_NEXT leaves out a delivery that must wait for an earlier one about the same condition.
  const lease = database.prepare("UPDATE delivery SET state = 'sending', leased_until = ? WHERE delivery_id = ?");
  const cancel = database.prepare("UPDATE delivery SET state = 'canceled' WHERE delivery_id = ?");
  return selectDue.all(claim).flatMap((row): readonly ClaimedDelivery[] => {
    const delivery = toDelivery(row);
    const records = selectRecords(database, RECORDS_OF_DELIVERY, row.delivery_id);
    const alert = groupedAlert(delivery, records, row.grouped_at);
    if (alert === undefined) {
      cancel.run(row.delivery_id);
      return [];
    }
    lease.run(claim.now + claim.leaseMs, row.delivery_id);
    const [first] = records;
    const parts = readOpenParts(database, row.delivery_id);
    const alsoOpen = first === undefined ? [] : readAlsoOpen(database, row.notifier, first);
    const resolvedSince = readResolvedSince(database, row.delivery_id);
    return [
      {
        delivery: { ...delivery, state: 'sending', parts, alertRecords: alert.records },
        alert: { ...alert, alsoOpen, resolvedSince },
      },
    ];
  });
}

/**
 * Moves unsettled deliveries that were created in the future to now, because the clock was set
 * back. Their delays and retry period stay the same. `grouped_at` determines the content of an
 * alert, so it does not change after an attempt.
 */
function moveBackToNow(database: Database, notifier: string, now: Instant): void {
  database
    .prepare(`UPDATE delivery INDEXED BY delivery_by_time SET created_at = @now, due_at = due_at - created_at + @now,
      retry_until = retry_until - created_at + @now,
      grouped_at = CASE attempts WHEN 0 THEN grouped_at - created_at + @now ELSE grouped_at END
      WHERE created_at > @now + ${CLOCK_TOLERANCE_MS} AND notifier = @notifier AND state IN ${UNSETTLED}`)
    .run({ now, notifier });
}
