import type { Database } from 'better-sqlite3';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { type EventRow, toEventRecord } from '../records/event-rows.ts';

/** Returns the result of an SQL query that selects all columns of event_record. */
export function selectRecords(
  database: Database,
  sql: string,
  ...values: readonly (string | number)[]
): readonly EventRecord[] {
  return database
    .prepare<unknown[], EventRow>(sql)
    .all(...values)
    .map(toEventRecord);
}
