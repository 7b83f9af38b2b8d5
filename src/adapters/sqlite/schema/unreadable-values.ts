import { UnreadableValueError } from '../ledger-failure.ts';
import { type Row, TABLE_SHAPES, type TableShape } from './table-shapes.ts';

/** Returns the first unreadable column of a row; undefined if there is none. */
export function unreadableColumn({ columns, findMisfit }: TableShape, row: Row): string | undefined {
  const firstUnreadable = Object.entries(columns).find(([name, { check }]) => !check(row[name]));
  return firstUnreadable?.[0] ?? findMisfit?.(row);
}

/**
 * Throws if a column of a row has an unreadable value. Unlike `unreadableColumn`, this does not
 * check whether the columns fit each other.
 * @param key the values that identify the row in the message
 * @param columns the columns of the table that the row has; default all
 * @throws {UnreadableValueError}
 */
export function requireReadable(
  table: string,
  row: object,
  key: readonly unknown[],
  columns?: readonly string[],
): void {
  const shape = TABLE_SHAPES[table];
  if (shape === undefined) return;
  const checked = Object.entries(shape.columns).filter(([name]) => columns === undefined || columns.includes(name));
  const firstUnreadable = checked.find(([name, { check }]) => !check(Reflect.get(row, name)));
  if (firstUnreadable !== undefined) throw new UnreadableValueError(table, firstUnreadable[0], key);
}

/**
 * Returns the row with fallbacks in place of unreadable values, and the names of the replaced
 * columns. Columns that the row does not have are not checked.
 */
export function replaceUnreadable<T extends object>(
  table: string,
  row: T,
): { readonly row: T; readonly unreadable: readonly string[] } {
  const columns = Object.entries(TABLE_SHAPES[table]?.columns ?? {});
  const unreadableColumns = columns.filter(
    ([name, { check }]) => Object.hasOwn(row, name) && !check(Reflect.get(row, name)),
  );
  if (unreadableColumns.length === 0) return { row, unreadable: [] };
  const fallbacks = Object.fromEntries(unreadableColumns.map(([name, { fallback }]) => [name, fallback]));
  return { row: { ...row, ...fallbacks }, unreadable: unreadableColumns.map(([name]) => name) };
}
