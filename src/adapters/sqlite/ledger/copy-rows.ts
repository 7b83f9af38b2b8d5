import type { Database } from 'better-sqlite3';
import { primaryCode } from '../ledger-failure.ts';
import { type Row, TABLE_SHAPES, type TableShape } from '../schema/table-shapes.ts';
import { unreadableColumn } from '../schema/unreadable-values.ts';

/** The number of lost rows by table; undefined if the number is unknown. */
export type LostRows = ReadonlyMap<string, number | undefined>;

/**
 * The maximum number of rows of a table that are copied one by one. It limits how long a start
 * takes.
 */
const MAX_ROWS_ONE_BY_ONE = 200_000;

/**
 * Copies the rows of every table to another, empty database of the same connection. Must be called
 * inside a transaction. Throws if a row cannot be read or written; the caller must then roll the
 * transaction back.
 */
export function copyAtOnce(database: Database, sourceSchema: string, targetSchema: string): LostRows {
  const lostRows = new Map<string, number>();
  for (const [table, shape] of Object.entries(TABLE_SHAPES)) {
    const columns = commonColumns(
      columnsOf(database, table, sourceSchema),
      columnsOf(database, table, targetSchema),
      shape,
    );
    if (columns.length === 0) continue;
    const list = columns.join();
    // A new ledger already has a head row.
    database.exec(`DELETE FROM ${targetSchema}.${table}`);
    const { changes } = database
      .prepare(`INSERT OR IGNORE INTO ${targetSchema}.${table} (${list}) SELECT ${list} FROM ${sourceSchema}.${table}`)
      .run();
    const rows = database.prepare<[], number>(`SELECT count(*) FROM ${sourceSchema}.${table}`).pluck().get() ?? 0;
    if (rows > changes) lostRows.set(table, rows - changes);
  }
  return lostRows;
}

/**
 * Copies all readable rows of every table, row by row, between two connections. Must be called
 * inside a transaction of the second connection. Unlike `copyAtOnce`, this skips damaged rows, but
 * it is 100 times slower.
 */
export function copyOneByOne(source: Database, target: Database): LostRows {
  const lostRows = new Map<string, undefined>();
  for (const [table, shape] of Object.entries(TABLE_SHAPES)) {
    const sourceColumns = tryRead(() => columnsOf(source, table, 'main')) ?? [];
    const columns = commonColumns(sourceColumns, columnsOf(target, table, 'main'), shape);
    if (columns.length > 0 && !copyTable(source, target, { table, shape, columns })) lostRows.set(table, undefined);
  }
  return lostRows;
}

interface CopiedTable {
  readonly table: string;
  readonly shape: TableShape;
  readonly columns: readonly string[];
}

/**
 * Copies a table, newest rows first, then oldest rows first, so that damage in the middle loses
 * only the rows there. Returns whether all rows were copied.
 */
function copyTable(source: Database, target: Database, { table, shape, columns }: CopiedTable): boolean {
  const list = columns.join();
  // A new ledger already has a head row.
  target.exec(`DELETE FROM ${table}`);
  const insert = target.prepare(
    `INSERT OR IGNORE INTO ${table} (${list}) VALUES (${columns.map((column) => `@${column}`).join()})`,
  );
  let remainingRows = MAX_ROWS_ONE_BY_ONE;
  let isComplete = true;
  for (const direction of ['DESC', 'ASC']) {
    const sorted = shape.key.map((column) => `${column} ${direction}`).join();
    const rows = new ReadableRows(source, `SELECT ${list} FROM ${table} ORDER BY ${sorted} LIMIT ${remainingRows}`);
    for (const row of rows.read()) {
      // In tables without needed rows, unreadable values are copied: their readers handle them.
      const isReadable = shape.neededRows === undefined || unreadableColumn(shape, row) === undefined;
      if (!(isReadable && tryInsert(() => insert.run(row)))) isComplete = false;
      remainingRows -= 1;
    }
    // At the limit of rows, there may be more.
    if (rows.isAtEnd) return isComplete && remainingRows > 0;
    isComplete = false;
  }
  return false;
}

/** The rows of a query, up to the first row that SQLite cannot read. */
class ReadableRows {
  /** True if all rows were read. */
  isAtEnd = false;
  readonly #source: Database;
  readonly #sql: string;

  constructor(source: Database, sql: string) {
    this.#source = source;
    this.#sql = sql;
  }

  *read(): Generator<Row> {
    const rows = tryRead(() => this.#source.prepare<[], Row>(this.#sql).iterate());
    for (;;) {
      const next = tryRead(() => rows?.next());
      if (next === undefined) return;
      if (next.done === true) break;
      yield next.value;
    }
    this.isAtEnd = true;
  }
}

/** Returns the result of `read`; undefined if SQLite cannot read the data. */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Inserts a row. Returns false if it violates a constraint, for example if a value has another type
 * than its column. Throws other errors.
 */
function tryInsert(insert: () => unknown): boolean {
  try {
    insert();
    return true;
  } catch (failure) {
    if (primaryCode(failure) !== 'SQLITE_CONSTRAINT') throw failure;
    return false;
  }
}

function columnsOf(database: Database, table: string, schema: string): readonly string[] {
  return database
    .prepare<[string, string], string>('SELECT name FROM pragma_table_info(?, ?) ORDER BY cid')
    .pluck()
    .all(table, schema);
}

function commonColumns(
  sourceColumns: readonly string[],
  targetColumns: readonly string[],
  { key }: TableShape,
): readonly string[] {
  const common = targetColumns.filter((column) => sourceColumns.includes(column));
  // The key `rowid` is not among the columns of a table. It is copied, so that rows keep their
  // order.
  return common.length > 0 && key[0] === 'rowid' ? ['rowid', ...common] : common;
}
