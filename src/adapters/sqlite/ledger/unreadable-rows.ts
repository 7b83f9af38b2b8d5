import type { Database } from 'better-sqlite3';
import { UnreadableValueError } from './ledger-failure.ts';
import { NOTIFIER_FOLLOWER } from './schema.ts';
import { type Row, TABLE_SHAPES, type TableShape, unreadableColumn } from './table-shapes.ts';

interface UnreadableRow {
  readonly table: string;
  readonly column: string;
  readonly key: readonly unknown[];
}

/** Yields the rows that the daemon depends on and cannot read. */
function* unreadableRows(database: Database): Generator<UnreadableRow> {
  for (const [table, shape] of Object.entries(TABLE_SHAPES)) {
    if (shape.needed === undefined) continue;
    const rows = database.prepare<[], Row>(`SELECT ${selected(shape)} FROM ${table} WHERE ${shape.needed}`);
    for (const row of rows.iterate()) {
      const column = unreadableColumn(shape, row);
      if (column !== undefined) yield { table, column, key: shape.key.map((name) => row[name]) };
    }
  }
}

const selected = ({ key }: TableShape): string => (key[0] === 'rowid' ? 'rowid, *' : '*');

/** No log has had so many records: a head beyond it would soon be no exact number any more. */
const HIGHEST_HEAD: number = 2 ** 52;

/** Records follow one another up to the head; followers have come no further. */
function unreadableHead(database: Database): string | undefined {
  const head = numberOf(database, 'SELECT event_record_id FROM head');
  const newest = numberOf(database, 'SELECT max(event_record_id) FROM event_record');
  const furthest = numberOf(database, 'SELECT max(event_record_id) FROM follower');
  if (head === undefined) return 'it has lost its head';
  if (head > HIGHEST_HEAD || (newest !== undefined && newest !== head))
    return `its newest record is ${newest ?? 'missing'} and its head is ${head}`;
  return furthest !== undefined && furthest > head
    ? `a follower has come to record ${furthest} and its head is ${head}`
    : undefined;
}

function numberOf(database: Database, sql: string): number | undefined {
  return database.prepare<[], number | null>(sql).pluck().get() ?? undefined;
}

/** Returns the first thing that the daemon depends on and cannot read; undefined: it can read all. Throws what SQLite says. */
export function findUnreadable(database: Database): string | undefined {
  for (const { table, column, key } of unreadableRows(database))
    return `a value cannot be read: ${new UnreadableValueError(table, column, key).message}`;
  return unreadableHead(database);
}

/** Deletes the rows that `findUnreadable` finds, and sets the head right. Returns how many rows of which table went. */
export function removeUnreadable(database: Database): ReadonlyMap<string, number> {
  const removed = new Map<string, number>();
  const count = (table: string, rows: number): void => {
    if (rows > 0) removed.set(table, (removed.get(table) ?? 0) + rows);
  };
  for (const { table, key } of [...unreadableRows(database)]) {
    const where = TABLE_SHAPES[table]?.key.map((name) => `${name} IS ?`).join(' AND ');
    count(table, database.prepare(`DELETE FROM ${table} WHERE ${where}`).run(...key).changes);
  }
  count('event_record', setHead(database));
  const ahead = 'event_record_id > (SELECT event_record_id FROM head)';
  const isNotifier = `name GLOB '${NOTIFIER_FOLLOWER}*'`;
  // A notifier without a place is notified of all open conditions; a log output goes on at the head.
  count('follower', database.prepare(`DELETE FROM follower WHERE ${ahead} AND ${isNotifier}`).run().changes);
  database.prepare(`UPDATE follower SET event_record_id = (SELECT event_record_id FROM head) WHERE ${ahead}`).run();
  return removed;
}

/** Up to so many records may be missing below a head: a log that was cut short, or whose newest record lost its number. */
const MOST_MISSING = 1000;

/**
 * Sets the head right. A record far above a head that can be read has lost its own number: it is deleted.
 * Returns how many were.
 */
function setHead(database: Database): number {
  const head = numberOf(database, 'SELECT event_record_id FROM head');
  const alone = database.prepare(`DELETE FROM event_record WHERE event_record_id > @head + 1 AND NOT EXISTS (
    SELECT 1 FROM event_record AS next WHERE next.event_record_id IN (
      event_record.event_record_id - 1, event_record.event_record_id + 1))`);
  const deleted = head === undefined ? 0 : alone.run({ head }).changes;
  const newest = numberOf(database, 'SELECT max(event_record_id) FROM event_record') ?? 0;
  const isPlausible = head !== undefined && head >= newest && head <= newest + MOST_MISSING;
  database.prepare('INSERT OR REPLACE INTO head VALUES (1, ?)').run(isPlausible ? head : newest);
  return deleted;
}
