import type { Database } from 'better-sqlite3';
import type { Reason } from '../../../domain/failure/problem.ts';
import type { MissedRecords, OutputHealth, OutputProblem } from '../../../domain/status/output-health.ts';
import { DAY, type Instant } from '../../../domain/time.ts';
import { failureColumns, failureOfColumns, reasonColumn, toInstant } from '../column.ts';
import { IS_OUTPUT } from '../schema/schema.ts';

interface HealthRow {
  readonly output: string;
  /** The number of records that the output has not written. */
  readonly waiting: number;
  /** Since when the output fails. */
  readonly since: number | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly failure: string | null;
}

type MissedRow = Omit<MissedRecords, 'failure'> & Pick<HealthRow, 'detail' | 'failure'>;

/**
 * Reads the health of every log output that stores its position or fails, by name. Must be called
 * inside a transaction.
 */
export function readOutputHealth(database: Database): readonly OutputHealth[] {
  // `follower` has the outputs that store their position, and `log_output` has the outputs that
  // fail or have missed records.
  const rows = database.prepare<[], HealthRow>(
    `WITH output AS (
      SELECT name, ifnull(follower.event_record_id, position) AS at, failing_since AS since, reason, detail, failure
      FROM follower FULL JOIN log_output USING (name) WHERE follower.name IS NULL OR ${IS_OUTPUT})
    SELECT name AS output, since, reason, detail, failure,
      (SELECT count(*) FROM event_record WHERE event_record_id > at) AS waiting FROM output ORDER BY name`,
  );
  return rows.all().map(({ output, waiting, since: failingSince, reason: storedReason, detail, failure }) => {
    const since = toInstant(failingSince);
    const reason = storedReason === null || reasonColumn.check(storedReason) ? storedReason : 'io_error';
    return {
      output,
      waiting,
      failing:
        since === undefined || reason === null
          ? undefined
          : { since, reason, failure: failureOfColumns({ detail, failure }) },
    };
  });
}

/** Stores that a log output fails. Must be called inside a transaction. */
export function storeOutputFailure(
  database: Database,
  name: string,
  position: number,
  { reason, failure }: OutputProblem,
  now: Instant,
): void {
  database
    .prepare(`INSERT INTO log_output (name, position, failing_since, reason, detail, failure) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET position = excluded.position, reason = excluded.reason, detail = excluded.detail,
        failure = excluded.failure, failing_since = ifnull(failing_since, excluded.failing_since)`)
    .run(name, position, now, reason, ...failureColumns(failure));
}

/**
 * Stores that a log output works again. Records that it missed stay stored until they are reported.
 * Must be called inside a transaction.
 */
export function storeOutputRecovery(database: Database, name: string): void {
  database.prepare('UPDATE log_output SET failing_since = NULL, reported_at = NULL WHERE name = ?').run(name);
  deleteWorkingOutputs(database);
}

/**
 * Moves log outputs past deleted records that they have not written, and counts these records as
 * missed. Must be called inside the transaction that deletes the records.
 * @param deleted the IDs of the deleted records
 */
export function skipDeletedRecords(database: Database, deleted: readonly number[]): void {
  const selectLagging = database.prepare<[number], { readonly name: string; readonly at: number }>(
    `SELECT name, event_record_id AS at FROM follower WHERE event_record_id < ? AND ${IS_OUTPUT}`,
  );
  const addMissed = database.prepare(`UPDATE log_output SET missed = missed + @count,
    missed_first = min(ifnull(missed_first, @first), @first), missed_last = max(ifnull(missed_last, @last), @last)
    WHERE name = @name`);
  const movePosition = database.prepare(`UPDATE follower SET event_record_id =
    ifnull((SELECT min(event_record_id) - 1 FROM event_record WHERE event_record_id > ?), (SELECT event_record_id FROM head))
    WHERE name = ?`);
  // A lagging output has a row in `log_output`: records are only deleted before an output has
  // written them if the output fails.
  for (const { name, at: position } of selectLagging.all(Math.max(...deleted))) {
    const missed = deleted.filter((id) => id > position);
    addMissed.run({ name, count: missed.length, first: Math.min(...missed), last: Math.max(...missed) });
    movePosition.run(position, name);
  }
}

/**
 * Returns the missed records that must be reported now, and marks them as reported. The records of
 * an output that still fails are reported once a day. Must be called inside a transaction.
 */
export function takeMissedRecords(database: Database, now: Instant): readonly MissedRecords[] {
  const selectDue = database.prepare<[number], MissedRow>(
    `SELECT name AS output, missed AS count, missed_first AS first, missed_last AS last, reason, detail, failure
    FROM log_output WHERE missed > 0 AND (failing_since IS NULL OR reported_at IS NULL OR reported_at <= ?) ORDER BY name`,
  );
  const missedRecords = selectDue.all(now - DAY).map(
    ({ detail, failure, ...missed }): MissedRecords => ({
      ...missed,
      failure: failureOfColumns({ detail, failure }),
    }),
  );
  const markReported = database.prepare(
    'UPDATE log_output SET missed = 0, missed_first = NULL, missed_last = NULL, reported_at = ? WHERE name = ?',
  );
  for (const { output } of missedRecords) markReported.run(now, output);
  deleteWorkingOutputs(database);
  return missedRecords;
}

/** Deletes the rows of `log_output` whose output works and has no missed records to report. */
function deleteWorkingOutputs(database: Database): void {
  database.prepare('DELETE FROM log_output WHERE failing_since IS NULL AND missed = 0').run();
}
