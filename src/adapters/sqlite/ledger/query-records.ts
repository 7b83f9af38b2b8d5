import type { Database } from 'better-sqlite3';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import { type EventRow, toEventRecord } from './event-rows.ts';
import { type IdRange, selectIds } from './select-ids.ts';

/** Records held in memory at a time. */
const CHUNK = 500;

/**
 * The records that a query asks for, oldest first, in chunks; what is committed after the first is not among them. No
 * transaction stays open in between, so a slow reader keeps the daemon from nothing.
 */
export function* queryRecords(database: Database, query: RecordQuery): Generator<readonly EventRecord[], void> {
  const whole = rangeOf(database, query);
  const range = query.last === undefined ? whole : newest(database, query, whole, query.last);
  let first = range.first;
  while (first <= range.last) {
    const ids = selectIds(query, { first, last: range.last }, 'ASC', CHUNK);
    const rows = database
      .prepare<unknown[], EventRow>(
        `SELECT event_record.* FROM (${ids.text}) AS chosen CROSS JOIN event_record USING (event_record_id) ORDER BY event_record_id`,
      )
      .all(...ids.values);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toEventRecord);
    if (rows.length < CHUNK) return;
    first = last.event_record_id + 1;
  }
}

/** All ids that may come into question now: times are turned into ids, which are in the order of writing. */
function rangeOf(database: Database, { eventRecordId, since, until }: RecordQuery): IdRange {
  const id = (text: string, ...values: number[]): number | null | undefined =>
    database
      .prepare<number[], number | null>(text)
      .pluck()
      .get(...values);
  const head = id('SELECT event_record_id FROM head') ?? 0;
  if (eventRecordId !== undefined) return { first: eventRecordId, last: Math.min(eventRecordId, head) };
  // The + keeps SQLite from walking the whole log by id. The clock may have been set back, so both ends are sought over all times, and the times are compared once more.
  const first =
    since === undefined ? 1 : id('SELECT min(+event_record_id) FROM event_record WHERE time_created >= ?', since);
  const last =
    until === undefined ? head : id('SELECT max(+event_record_id) FROM event_record WHERE time_created < ?', until);
  return { first: first ?? head + 1, last: Math.min(last ?? 0, head) };
}

/** The range in which exactly the newest `count` lie. */
function newest(database: Database, query: RecordQuery, range: IdRange, count: number): IdRange {
  const ids = selectIds(query, range, 'DESC', count);
  const found = database
    .prepare<unknown[], { readonly first: number | null; readonly last: number | null }>(
      `SELECT min(event_record_id) AS first, max(event_record_id) AS last FROM (${ids.text})`,
    )
    .get(...ids.values);
  return { first: found?.first ?? 1, last: found?.last ?? 0 };
}
