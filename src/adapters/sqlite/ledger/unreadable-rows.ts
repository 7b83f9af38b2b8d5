import type { Database } from 'better-sqlite3';
import { DAMAGE_FAILURES } from '../../../domain/failure/damage-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { areFacts } from '../../../formats/event/fact-fields.ts';
import { isTexts } from '../../../formats/json-checks.ts';
import { parseJson } from '../column.ts';
import { unreadableValue } from '../ledger-failure.ts';
import { NOTIFIER_FOLLOWER } from '../schema/schema.ts';
import { type Row, TABLE_SHAPES, type TableShape } from '../schema/table-shapes.ts';
import { unreadableColumn } from '../schema/unreadable-values.ts';
import { incompleteColumn } from './incomplete-column.ts';

interface UnreadableRow {
  readonly table: string;
  readonly column: string;
  readonly key: readonly unknown[];
}

/** Yields the rows that the daemon needs and that have an unreadable value. */
function* unreadableRows(database: Database): Generator<UnreadableRow> {
  for (const [table, shape] of Object.entries(TABLE_SHAPES)) {
    if (shape.neededRows === undefined) continue;
    const rows = database.prepare<[], Row>(`SELECT ${selectedColumns(shape)} FROM ${table} WHERE ${shape.neededRows}`);
    for (const row of rows.iterate()) {
      const column = unreadableColumn(shape, row);
      if (column !== undefined) yield { table, column, key: shape.key.map((name) => row[name]) };
    }
  }
  yield* incompleteConditions(database);
}

/** An open condition with the values that its text is made of. */
interface ConditionContent {
  readonly rowid: number;
  readonly event_id: number;
  readonly version: number;
  readonly parameters: string;
  readonly facts: string;
}

/**
 * Yields the open conditions whose text would have holes. Their records are not needed: each is
 * shown as a record that cannot be read.
 */
function* incompleteConditions(database: Database): Generator<UnreadableRow> {
  const rows = database.prepare<[], ConditionContent>(`SELECT condition.rowid, condition.event_id, version,
    coalesce(latest_parameters, parameters) AS parameters, coalesce(latest_facts, facts) AS facts
    FROM condition JOIN event_record ON event_record_id = last_record_id WHERE cleared_at IS NULL`);
  for (const row of rows.iterate()) {
    const [parameters, facts] = [parseJson(row.parameters), parseJson(row.facts)];
    // Values of another type are unreadable, which the checks of the columns find.
    if (!isTexts(parameters) || !areFacts(facts)) continue;
    const column = incompleteColumn({ eventId: row.event_id, version: row.version, parameters, facts });
    if (column !== undefined) yield { table: 'condition', column, key: [row.rowid] };
  }
}

const selectedColumns = ({ key }: TableShape): string => (key[0] === 'rowid' ? 'rowid, *' : '*');

/**
 * The maximum plausible head. The head is the ID of the newest record. No ledger (the database with
 * the event log) has as many records, and numbers above 2^53 are not exact.
 */
const MAX_HEAD: number = 2 ** 52;

/**
 * Describes an invalid head; undefined if it is valid. The head must be the ID of the newest
 * record, and no follower may be beyond it.
 */
function describeInvalidHead(database: Database): Failure | undefined {
  const head = numberOf(database, 'SELECT event_record_id FROM head');
  const newest = numberOf(database, 'SELECT max(event_record_id) FROM event_record');
  const furthestPosition = numberOf(database, 'SELECT max(event_record_id) FROM follower');
  if (head === undefined) return DAMAGE_FAILURES.head_missing;
  if (head > MAX_HEAD || (newest !== undefined && newest !== head))
    return newest === undefined
      ? DAMAGE_FAILURES.head_without_records({ head })
      : DAMAGE_FAILURES.head_not_newest({ newest, head });
  return furthestPosition !== undefined && furthestPosition > head
    ? DAMAGE_FAILURES.follower_beyond_head({ position: furthestPosition, head })
    : undefined;
}

function numberOf(database: Database, sql: string): number | undefined {
  return database.prepare<[], number | null>(sql).pluck().get() ?? undefined;
}

/**
 * Describes the first unreadable value that the daemon needs; undefined if all are readable. Throws
 * the error of SQLite.
 */
export function findUnreadable(database: Database): Failure | undefined {
  for (const { table, column, key } of unreadableRows(database))
    return DAMAGE_FAILURES.stored_value_unreadable({ value: unreadableValue(table, column, key) });
  return describeInvalidHead(database);
}

/**
 * Deletes the rows that `findUnreadable` finds, and corrects the head. Returns the number of
 * deleted rows by table.
 */
export function removeUnreadable(database: Database): ReadonlyMap<string, number> {
  const removed = new Map<string, number>();
  const addCount = (table: string, rows: number): void => {
    if (rows > 0) removed.set(table, (removed.get(table) ?? 0) + rows);
  };
  for (const { table, key } of [...unreadableRows(database)]) {
    const where = TABLE_SHAPES[table]?.key.map((name) => `${name} IS ?`).join(' AND ');
    addCount(table, database.prepare(`DELETE FROM ${table} WHERE ${where}`).run(...key).changes);
  }
  addCount('event_record', correctHead(database));
  const ahead = 'event_record_id > (SELECT event_record_id FROM head)';
  // New records get these IDs, and must not be connected with the rows of other records.
  for (const table of ['event_subject', 'delivery_record', 'suppressed'])
    addCount(table, database.prepare(`DELETE FROM ${table} WHERE ${ahead}`).run().changes);
  const isNotifier = `name GLOB '${NOTIFIER_FOLLOWER}*'`;
  // A notifier without a position is notified of all open conditions. A log output continues at the
  // head.
  addCount('follower', database.prepare(`DELETE FROM follower WHERE ${ahead} AND ${isNotifier}`).run().changes);
  database.prepare(`UPDATE follower SET event_record_id = (SELECT event_record_id FROM head) WHERE ${ahead}`).run();
  return removed;
}

/**
 * The maximum difference between a plausible head and the newest record. Records may be missing
 * between them, because the log was truncated or the ID of its newest record was damaged.
 */
const MAX_MISSING_RECORDS = 1000;

/** The highest ID of a record in each other table, without followers: they are compared with the head. */
const REFERENCES: readonly string[] = [
  'SELECT max(event_record_id) FROM event_subject',
  'SELECT max(event_record_id) FROM delivery_record',
  'SELECT max(event_record_id) FROM suppressed',
  'SELECT max(last_record_id) FROM condition',
  'SELECT max(log_head) FROM delivery',
];

/**
 * Returns the highest ID that a record had, also if that record was lost: its ID is not used again.
 * If records are left, an ID far above them is damaged.
 */
function newestKnownId(database: Database): number {
  const newest = numberOf(database, 'SELECT max(event_record_id) FROM event_record');
  const limit = newest === undefined ? MAX_HEAD : newest + MAX_MISSING_RECORDS;
  const references = REFERENCES.map((sql) => numberOf(database, sql) ?? 0).filter((id) => id <= limit);
  return Math.max(newest ?? 0, ...references);
}

/**
 * Corrects the head. A single record far above a readable head has a damaged ID and is deleted.
 * Returns the number of deleted records.
 */
function correctHead(database: Database): number {
  const head = numberOf(database, 'SELECT event_record_id FROM head');
  const isolated = database.prepare(`DELETE FROM event_record WHERE event_record_id > @head + 1 AND NOT EXISTS (
    SELECT 1 FROM event_record AS next WHERE next.event_record_id IN (
      event_record.event_record_id - 1, event_record.event_record_id + 1))`);
  const deleted = head === undefined ? 0 : isolated.run({ head }).changes;
  const newest = newestKnownId(database);
  const isPlausible = head !== undefined && head >= newest && head <= newest + MAX_MISSING_RECORDS;
  database.prepare('INSERT OR REPLACE INTO head (one, event_record_id) VALUES (1, ?)').run(isPlausible ? head : newest);
  return deleted;
}
