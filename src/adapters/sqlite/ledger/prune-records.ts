import type { Database } from 'better-sqlite3';
import { searchKeysOf } from '../../../domain/event/search-keys-of.ts';
import { OUTPUT_RETRY_MS } from '../../../domain/status/output-health.ts';
import { DAY, type Instant } from '../../../domain/time.ts';
import { areFacts } from '../../../formats/event/fact-fields.ts';
import type { Retention } from '../../../work/ports/ledger.ts';
import { parseJson } from '../column.ts';
import { UNSETTLED } from '../outbox/delivery-rows.ts';
import { skipDeletedRecords } from '../outbox/output-rows.ts';

/**
 * The maximum number of records deleted in one call. A call then takes under 100 ms, during which
 * other writers wait.
 */
const MAX_DELETED = 2000;

/** A number above every record number and every instant. */
const ABOVE_ALL = Number.MAX_SAFE_INTEGER;

/** Returns SQL for the lowest position of the followers that match an SQL condition. */
function lowestPositionOf(followers: string): string {
  return `(SELECT ifnull(min(event_record_id), ${ABOVE_ALL}) FROM follower LEFT JOIN log_output USING (name) WHERE ${followers})`;
}

/**
 * SQL condition: no open condition, follower or unsettled delivery needs the record. The followers
 * are the log outputs and notifiers, which read the records in order. A log output that has failed
 * since before `@failingBefore` does not retain records that are older than `@failingBefore`.
 */
const NOT_NEEDED: string = `event_record_id NOT IN (SELECT last_record_id FROM condition WHERE cleared_at IS NULL)
  AND event_record_id <= ${lowestPositionOf(`ifnull(failing_since, ${ABOVE_ALL}) > @failingBefore`)}
  AND (time_created < @failingBefore OR event_record_id <= ${lowestPositionOf('TRUE')})
  AND event_record_id NOT IN (SELECT event_record_id FROM suppressed)
  AND NOT EXISTS (SELECT 1 FROM delivery_record JOIN delivery USING (delivery_id)
    WHERE delivery_record.event_record_id = event_record.event_record_id AND state IN ${UNSETTLED})`;

interface Limits {
  /** The maximum number of records that are kept. */
  readonly records: number;
  /** Older records exceed the retention by their age. */
  readonly expiredBefore: Instant;
  /** A log output that has failed since before this time does not retain older records. */
  readonly failingBefore: Instant;
  /** The maximum number of results of a query. */
  readonly limit: number;
}

/**
 * Deletes records that exceed the retention, oldest first, and moves log outputs past them. Must be
 * called inside a transaction. Returns the number of deleted records.
 */
export function pruneRecords(database: Database, { records, days }: Retention, now: Instant): number {
  const limits: Limits = {
    records,
    expiredBefore: now - days * DAY,
    failingBefore: now - OUTPUT_RETRY_MS,
    limit: MAX_DELETED,
  };
  const tooMany = database
    .prepare<Limits, number>(`SELECT event_record_id FROM event_record
      WHERE event_record_id <= (SELECT event_record_id FROM head) - @records AND ${NOT_NEEDED}
      ORDER BY event_record_id LIMIT @limit`)
    .pluck()
    .all(limits);
  // This query uses the index by time, because records written with a wrong clock are not in order
  // of time.
  const tooOld = database
    .prepare<Limits, number>(`SELECT event_record_id FROM event_record INDEXED BY event_record_by_time
      WHERE time_created < @expiredBefore AND ${NOT_NEEDED} ORDER BY time_created LIMIT @limit`)
    .pluck()
    .all(limits);
  const ids = [...new Set([...tooMany, ...tooOld])].slice(0, MAX_DELETED);
  if (ids.length === 0) return 0;
  const facts = database.prepare<[number], string>('SELECT facts FROM event_record WHERE event_record_id = ?').pluck();
  const deleteSubject = database.prepare(
    'DELETE FROM event_subject WHERE kind = ? AND value = ? AND event_record_id = ?',
  );
  const deleteRecord = database.prepare('DELETE FROM event_record WHERE event_record_id = ?');
  const deleteSubjects = database.prepare('DELETE FROM event_subject WHERE event_record_id = ?');
  for (const id of ids) {
    const storedFacts = parseJson(facts.get(id));
    // The rows of event_subject are found by kind and value. An index by record would be used only
    // here, and would take a third of the time of every commit.
    if (areFacts(storedFacts))
      for (const [kind, value] of searchKeysOf(storedFacts)) deleteSubject.run(kind, value, id);
    else deleteSubjects.run(id);
    deleteRecord.run(id);
  }
  skipDeletedRecords(database, ids);
  // A cleared condition without a record is no longer needed.
  database
    .prepare(`DELETE FROM condition WHERE cleared_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM event_record WHERE event_record_id = last_record_id)`)
    .run();
  return ids.length;
}
