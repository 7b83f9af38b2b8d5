import { WRAPPED_INDENT } from './screen-line.ts';

const GAP_WIDTH = 2;

/** The width in which a text is always wrapped next to other columns: that of a thumbprint. */
const TEXT_WIDTH = 40;

/** The least width in which a text of two lines is wrapped next to other columns. */
const SHORT_TEXT_WIDTH = 20;

/** The columns of a table on a terminal. */
interface ColumnLayout {
  /** The columns of each line of a row. */
  readonly groups: readonly (readonly number[])[];
  /** The columns that are left out, in the order of the table. */
  readonly dropped: readonly number[];
}

/**
 * Distributes the columns of a table over the lines of a row. A table that is too wide loses its
 * droppable columns, as many as necessary. The others then begin further lines where they do not
 * fit; the last column may be wrapped next to other columns.
 * @param widths the width of each column
 */
export function layColumns(
  widths: readonly number[],
  { width, droppable = [] }: { readonly width: number | undefined; readonly droppable?: readonly number[] },
): ColumnLayout {
  const kept = new Set(widths.keys());
  const available = width ?? Number.POSITIVE_INFINITY;
  for (const column of droppable) if (totalWidth(kept, widths) > available) kept.delete(column);
  const dropped = [...widths.keys()].filter((column) => !kept.has(column));
  if (totalWidth(kept, widths) <= available) return { groups: [[...kept]], dropped };
  const last = Math.max(...kept);
  const groups: number[][] = [];
  let group: number[] = [];
  let end = 0;
  for (const column of kept) {
    const columnWidth = widths[column] ?? 0;
    const start = end + GAP_WIDTH;
    const isWrapped = column === last && hasRoom(columnWidth, available - start);
    if (group.length > 0 && (start + columnWidth <= available || isWrapped)) {
      group.push(column);
      end = start + columnWidth;
    } else {
      end = (groups.length === 0 ? 0 : WRAPPED_INDENT) + columnWidth;
      group = [column];
      groups.push(group);
    }
  }
  return { groups, dropped };
}

/** Returns whether a column is wrapped next to other columns, in the given room. */
function hasRoom(columnWidth: number, room: number): boolean {
  return room >= TEXT_WIDTH || (room >= SHORT_TEXT_WIDTH && columnWidth <= 2 * room);
}

function totalWidth(columns: ReadonlySet<number>, widths: readonly number[]): number {
  let total = 0;
  for (const column of columns) total += (widths[column] ?? 0) + GAP_WIDTH;
  return total - GAP_WIDTH;
}
