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

/** How attempts of one notifier ended in one way, with the latest of them. */
interface WayRow {
  readonly notifier: string;
  readonly outcome: OutcomeCount['outcome'];
  readonly reason: Reason | null;
  readonly count: number;
  readonly last_at: number;
  readonly detail: string;
  readonly disable: number;
}

const TOLD = `FROM attempt JOIN delivery USING (delivery_id) WHERE group_key <> '${TEST_GROUP}'`;

/** The attempt that was begun last. */
function latestOf(ways: readonly WayRow[]): WayRow | undefined {
  return ways.reduce<WayRow | undefined>(
    (latest, way) => (latest === undefined || way.last_at >= latest.last_at ? way : latest),
    undefined,
  );
}

/**
 * How telling goes, of every notifier there was a delivery for; to be called inside a transaction. All that is kept is gone
 * through once, however many notifiers there are.
 */
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
  // Beside max(), SQLite takes the other columns from the row that has it.
  const allWays = database.prepare<[], WayRow>(
    `SELECT notifier, outcome, reason, count(*) AS count, max(started_at) AS last_at, detail, disable ${TOLD}
    GROUP BY notifier, outcome, reason ORDER BY outcome = 'delivered' DESC, outcome, reason`,
  );
  const failingSince = database
    .prepare<[string, number], number>(
      `SELECT min(started_at) ${TOLD} AND notifier = ? AND outcome <> 'delivered' AND started_at > ?`,
    )
    .pluck();
  const known = allWays.all();
  return notifiers.all(NOTIFIER_FOLLOWER).map((row): NotifierHealth => {
    const { notifier } = row;
    const ways = known.filter((way) => way.notifier === notifier);
    const deliveredAt = ways.find(({ outcome }) => outcome === 'delivered')?.last_at;
    const last = latestOf(ways);
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
              since: failingSince.get(notifier, deliveredAt ?? Number.MIN_SAFE_INTEGER) ?? last.last_at,
              reason: last.reason,
              detail: last.detail,
            },
      isDisabled: last?.disable === 1 && row.is_following === 0,
      givenUp: row.given_up,
      outcomes: ways.map(({ outcome, reason, count }) => ({ outcome, reason: reason ?? undefined, count })),
    };
  });
}
