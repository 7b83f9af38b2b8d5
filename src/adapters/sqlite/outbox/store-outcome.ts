import type { Database } from 'better-sqlite3';
import type { Instant } from '../../../domain/time.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';

/**
 * Stores the state of a notifier after an attempt. Must be called inside a transaction.
 * @param givenUp the number of deliveries abandoned with this attempt
 */
export function storeOutcome(
  database: Database,
  notifier: string,
  startedAt: Instant,
  outcome: Outcome,
  givenUp: number = 0,
): void {
  database
    .prepare(`INSERT INTO outcome_count VALUES (?, ?, ?, 1)
      ON CONFLICT (notifier, outcome, reason) DO UPDATE SET count = count + 1`)
    .run(notifier, outcome.kind, outcome.kind === 'delivered' ? '' : outcome.reason);
  if (outcome.kind === 'delivered') {
    database
      .prepare(`INSERT INTO telling (notifier, delivered_at) VALUES (?, ?)
        ON CONFLICT (notifier) DO UPDATE SET delivered_at = excluded.delivered_at, is_disabled = 0,
          failing_since = CASE WHEN ? THEN failing_since END`)
      // A partly delivered alert waits for a part that still fails.
      .run(notifier, startedAt, outcome.isPartly === true ? 1 : 0);
    return;
  }
  database
    .prepare(`INSERT INTO telling (notifier, failing_since, failed_at, reason, detail, is_disabled, given_up)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (notifier) DO UPDATE SET failing_since = ifnull(failing_since, excluded.failing_since),
        failed_at = excluded.failed_at, reason = excluded.reason, detail = excluded.detail,
        is_disabled = excluded.is_disabled, given_up = given_up + excluded.given_up`)
    .run(
      notifier,
      startedAt,
      startedAt,
      outcome.reason,
      outcome.detail,
      outcome.kind === 'never' && outcome.disable ? 1 : 0,
      givenUp,
    );
}
