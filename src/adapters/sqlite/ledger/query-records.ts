import type { Database } from 'better-sqlite3';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import { type EventRow, toEventRecord } from '../records/event-rows.ts';
import { type IdRange, selectIds } from './select-ids.ts';

/** The maximum number of records in a chunk, which is in memory as a whole. */
const MAX_CHUNK_RECORDS = 500;

/**
 * Yields the records that match a query, oldest first, in chunks. Records committed after the first
 * chunk are not included. No transaction stays open between chunks, so a slow reader does not block
 * the daemon.
 */
export function* queryRecords(database: Database, query: RecordQuery): Generator<readonly EventRecord[], void> {
  const fullRange = rangeOf(database, query);
  const range = query.last === undefined ? fullRange : newestRange(database, query, fullRange, query.last);
  let first = range.first;
  while (first <= range.last) {
    const ids = selectIds(query, { first, last: range.last }, 'ASC', MAX_CHUNK_RECORDS);
    const rows = database
      .prepare<unknown[], EventRow>(
        `SELECT event_record.* FROM (${ids.text}) AS chosen CROSS JOIN event_record USING (event_record_id) ORDER BY event_record_id`,
      )
      .all(...ids.values);
    const lastRow = rows.at(-1);
    if (lastRow === undefined) return;
    yield rows.map(toEventRecord);
    if (rows.length < MAX_CHUNK_RECORDS) return;
    first = lastRow.event_record_id + 1;
  }
}

/** Returns the number of records that match a query. */
export function countRecords(database: Database, query: RecordQuery): number {
  // For SQLite, a negative limit is no limit.
  const { last = -1 } = query;
  const ids = selectIds(query, rangeOf(database, query), 'DESC', last);
  const count = database.prepare<unknown[], number>(`SELECT count(*) FROM (${ids.text})`).pluck();
  return count.get(...ids.values) ?? 0;
}

/**
 * Returns the range of ids that can match now. Times are converted to ids, which are in the order
 * of writing.
 */
function rangeOf(database: Database, query: RecordQuery): IdRange {
  const { eventRecordId, afterRecordId = 0, beforeRecordId = Number.MAX_SAFE_INTEGER, since, until } = query;
  const selectId = (text: string, ...values: number[]): number | null | undefined =>
    database
      .prepare<number[], number | null>(text)
      .pluck()
      .get(...values);
  // The ID of the newest record.
  const head = selectId('SELECT event_record_id FROM head') ?? 0;
  if (eventRecordId !== undefined) {
    return {
      first: Math.max(eventRecordId, afterRecordId + 1),
      last: Math.min(eventRecordId, head, beforeRecordId - 1),
    };
  }
  // The `+` makes SQLite use the index by time instead of scanning the whole table by ID. The clock
  // may have been set back, so the range may also contain other times; `selectIds` filters them.
  const first =
    since === undefined ? 1 : selectId('SELECT min(+event_record_id) FROM event_record WHERE time_created >= ?', since);
  const last =
    until === undefined
      ? head
      : selectId('SELECT max(+event_record_id) FROM event_record WHERE time_created < ?', until);
  // Without a record at such a time, the range is empty: its first ID is above its last.
  return {
    first: Math.max(first ?? head + 1, afterRecordId + 1),
    last: Math.min(last ?? 0, head, beforeRecordId - 1),
  };
}

/** Returns the part of a range that contains only the newest `limit` matches. */
function newestRange(database: Database, query: RecordQuery, range: IdRange, limit: number): IdRange {
  const ids = selectIds(query, range, 'DESC', limit);
  const row = database
    .prepare<unknown[], { readonly first: number | null; readonly last: number | null }>(
      `SELECT min(event_record_id) AS first, max(event_record_id) AS last FROM (${ids.text})`,
    )
    .get(...ids.values);
  // Without matches, the range is empty.
  return { first: row?.first ?? 1, last: row?.last ?? 0 };
}
