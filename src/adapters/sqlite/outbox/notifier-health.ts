import type { Database } from 'better-sqlite3';
import type { NotifierHealth, OutcomeCount } from '../../../domain/alert/notifier-health.ts';
import { TEST_GROUP_KEY } from '../../../domain/alert/test-delivery.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import type { Instant } from '../../../domain/time.ts';
import { failureOfColumns, toInstant } from '../column.ts';
import { replaceUnreadable } from '../schema/unreadable-values.ts';
import { UNSETTLED } from './delivery-rows.ts';

/**
 * A notifier: its row of `notifier_health`, with NULL in all columns if it has none, and its
 * unsettled deliveries (`waiting`).
 */
interface NotifierRow {
  readonly notifier: string;
  readonly waiting: number;
  readonly waiting_since: number | null;
  readonly delivered_at: number | null;
  readonly failing_since: number | null;
  readonly failed_at: number | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly failure: string | null;
  readonly is_disabled: number | null;
  readonly failed_deliveries: number | null;
}

interface CountRow {
  readonly notifier: string;
  readonly outcome: OutcomeCount['outcome'];
  /** Empty if delivered. */
  readonly reason: Reason | '';
  readonly count: number;
}

/**
 * Reads the health of every notifier that has unsettled deliveries or had an attempt, by name. Must
 * be called inside a transaction.
 * @param nextAttempt returns when the next attempt is due; undefined if there is none
 */
export function readNotifierHealth(
  database: Database,
  nextAttempt: (notifier: string) => Instant | undefined,
): readonly NotifierHealth[] {
  const rows = database.prepare<[], NotifierRow>(
    `WITH waiting AS (
      SELECT notifier, count(*) AS waiting, min(created_at) AS waiting_since FROM delivery
      WHERE state IN ${UNSETTLED} AND group_key <> '${TEST_GROUP_KEY}' GROUP BY notifier)
    SELECT notifier, ifnull(waiting, 0) AS waiting, waiting_since, delivered_at, failing_since, failed_at, reason, detail,
      failure, is_disabled, failed_deliveries
    FROM (SELECT notifier FROM waiting UNION SELECT notifier FROM notifier_health)
    LEFT JOIN waiting USING (notifier) LEFT JOIN notifier_health USING (notifier) ORDER BY notifier`,
  );
  // In this order: delivered, retry, rejected.
  const counts = database
    .prepare<[], CountRow>("SELECT * FROM outcome_count ORDER BY outcome = 'rejected', outcome, reason")
    .all()
    .map((row) => replaceUnreadable('outcome_count', row).row);
  return rows.all().map((storedRow): NotifierHealth => {
    const { row } = replaceUnreadable('notifier_health', storedRow);
    const { notifier, reason, failing_since: failingSince, failed_at: failedAt } = row;
    const lastProblem = reason === null ? undefined : { reason, failure: failureOfColumns(row) };
    return {
      notifier,
      waiting: row.waiting,
      waitingSince: toInstant(row.waiting_since),
      nextAt: row.is_disabled === 1 ? undefined : nextAttempt(notifier),
      deliveredAt: row.delivered_at ?? undefined,
      failing: lastProblem === undefined || failingSince === null ? undefined : { since: failingSince, ...lastProblem },
      lastFailure: lastProblem === undefined || failedAt === null ? undefined : { at: failedAt, ...lastProblem },
      isDisabled: row.is_disabled === 1,
      failedDeliveries: row.failed_deliveries ?? 0,
      outcomes: counts
        .filter((count) => count.notifier === notifier)
        .map(({ outcome, reason: outcomeReason, count }) => ({
          outcome,
          reason: outcomeReason === '' ? undefined : outcomeReason,
          count,
        })),
    };
  });
}
