import type { Database } from 'better-sqlite3';
import type { NotifierHealth, OutcomeCount } from '../../domain/alert/notifier-health.ts';
import { TEST_GROUP } from '../../domain/alert/test-delivery.ts';
import type { Reason } from '../../domain/problem.ts';
import { UNSETTLED } from './delivery-rows.ts';
import { NOTIFIER_FOLLOWER } from './schema.ts';

interface NotifierRow {
  readonly notifier: string;
  readonly waiting: number;
  readonly waiting_since: number | null;
  readonly given_up: number;
  readonly is_following: number;
}

interface OutcomeRow {
  readonly outcome: OutcomeCount['outcome'];
  readonly reason: Reason | null;
  readonly count: number;
  readonly last_at: number;
}

interface LatestRow {
  readonly started_at: number;
  readonly outcome: OutcomeCount['outcome'];
  readonly reason: Reason | null;
  readonly detail: string;
  readonly disable: number;
}

const TOLD = `FROM attempt JOIN delivery USING (delivery_id) WHERE notifier = ? AND group_key <> '${TEST_GROUP}'`;

/** How telling goes, of every notifier there was a delivery for; to be called inside a transaction. */
export function readNotifierHealth(
  database: Database,
  nextDue: (notifier: string) => number | undefined,
): readonly NotifierHealth[] {
  const notifiers = database.prepare<[string], NotifierRow>(
    `SELECT notifier, sum(state IN ${UNSETTLED}) AS waiting,
      min(CASE WHEN state IN ${UNSETTLED} THEN created_at END) AS waiting_since, sum(state = 'given-up') AS given_up,
      EXISTS (SELECT 1 FROM follower WHERE name = ? || notifier) AS is_following
    FROM delivery WHERE group_key <> '${TEST_GROUP}' GROUP BY notifier ORDER BY notifier`,
  );
  const outcomes = database.prepare<[string], OutcomeRow>(
    `SELECT outcome, reason, count(*) AS count, max(started_at) AS last_at ${TOLD}
    GROUP BY outcome, reason ORDER BY outcome = 'delivered' DESC, outcome, reason`,
  );
  const latest = database.prepare<[string], LatestRow>(
    `SELECT started_at, outcome, reason, detail, disable ${TOLD} ORDER BY started_at DESC, delivery.rowid DESC, attempt DESC LIMIT 1`,
  );
  const failingSince = database
    .prepare<[string, number], number>(`SELECT min(started_at) ${TOLD} AND outcome <> 'delivered' AND started_at > ?`)
    .pluck();
  return notifiers.all(NOTIFIER_FOLLOWER).map((row): NotifierHealth => {
    const { notifier } = row;
    const ended = outcomes.all(notifier);
    const deliveredAt = ended.find(({ outcome }) => outcome === 'delivered')?.last_at;
    const last = latest.get(notifier);
    return {
      notifier,
      waiting: row.waiting,
      waitingSince: row.waiting_since ?? undefined,
      nextAt: nextDue(notifier),
      deliveredAt,
      failing:
        last === undefined || last.reason === null
          ? undefined
          : {
              since: failingSince.get(notifier, deliveredAt ?? Number.MIN_SAFE_INTEGER) ?? last.started_at,
              reason: last.reason,
              detail: last.detail,
            },
      isDisabled: last?.disable === 1 && row.is_following === 0,
      givenUp: row.given_up,
      outcomes: ended.map(({ outcome, reason, count }) => ({ outcome, reason: reason ?? undefined, count })),
    };
  });
}
