import type { Database } from 'better-sqlite3';
import type { Instant } from '../../../domain/time.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { failureColumns } from '../column.ts';

/**
 * Counts the outcome of an attempt by its reason, and stores the health of its notifier. Must be
 * called inside a transaction.
 * @param failedDeliveries the number of deliveries that fail with this attempt
 */
export function storeOutcome(
  database: Database,
  notifier: string,
  startedAt: Instant,
  outcome: Outcome,
  failedDeliveries: number = 0,
): void {
  database
    .prepare(`INSERT INTO outcome_count (notifier, outcome, reason, count) VALUES (?, ?, ?, 1)
      ON CONFLICT (notifier, outcome, reason) DO UPDATE SET count = count + 1`)
    .run(notifier, outcome.kind, outcome.kind === 'delivered' ? '' : outcome.reason);
  if (outcome.kind === 'delivered') {
    database
      .prepare(`INSERT INTO notifier_health (notifier, delivered_at) VALUES (?, ?)
        ON CONFLICT (notifier) DO UPDATE SET delivered_at = excluded.delivered_at, is_disabled = 0,
          failing_since = CASE WHEN ? THEN failing_since END`)
      // The 1 keeps `failing_since`: if parts of the notifier wait, an earlier delivery to them
      // still fails, so the failure has not ended.
      .run(notifier, startedAt, outcome.hasWaitingParts === true ? 1 : 0);
    return;
  }
  database
    .prepare(`INSERT INTO notifier_health (notifier, failing_since, failed_at, reason, detail, failure, is_disabled,
        failed_deliveries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (notifier) DO UPDATE SET failing_since = ifnull(failing_since, excluded.failing_since),
        failed_at = excluded.failed_at, reason = excluded.reason, detail = excluded.detail,
        failure = excluded.failure, is_disabled = excluded.is_disabled, failed_deliveries = failed_deliveries + excluded.failed_deliveries`)
    .run(
      notifier,
      startedAt,
      startedAt,
      outcome.reason,
      ...failureColumns(outcome.failure),
      outcome.kind === 'rejected' && outcome.disable ? 1 : 0,
      failedDeliveries,
    );
}
