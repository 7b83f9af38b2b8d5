import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';
import { wrapText } from '../../../formats/terminal/wrap-text.ts';
import { layColumns } from './lay-columns.ts';
import { indented, WRAPPED_INDENT } from './screen-line.ts';

const GAP = '  ';

/** A text with commands, which are not broken if the text is wrapped. */
export interface CellWithCommands {
  readonly text: string;
  readonly commands: readonly string[];
}

/** A cell of a table, escaped. */
export type Cell = string | CellWithCommands;

/** Returns a cell that is a command. */
export function commandCell(command: string): CellWithCommands {
  return { text: command, commands: [command] };
}

/** Joins cells to one cell. */
export function joinCells(cells: readonly Cell[], separator: string): CellWithCommands {
  return {
    text: cells.map(textOf).join(separator),
    commands: cells.flatMap((cell) => (typeof cell === 'string' ? [] : cell.commands)),
  };
}

/** The space that a table has, and how it becomes narrower. */
export interface TableLayout {
  /** The columns of the terminal; undefined: the output is not a terminal, and nothing is wrapped. */
  readonly width: number | undefined;
  /** The columns that are left out if the table is too wide, the first one first. */
  readonly droppable?: readonly number[];
  /** Returns the line below the table that names the columns that were left out. */
  readonly droppedText?: (headings: readonly string[]) => string;
}

/**
 * Yields the rows of a table, each as one or more lines with their line ends. Columns have the width
 * of their widest cell on a terminal, two spaces between, and no trailing spaces.
 *
 * If the table is wider than the terminal, columns are left out, and then rows become several lines:
 * further columns are on indented lines, and long texts are wrapped.
 * @param rows returns the rows; it is called twice, so a long table is not kept in memory
 */
export function* tableLines(rows: () => Iterable<readonly Cell[]>, layout: TableLayout): Generator<string> {
  const widths: number[] = [];
  let headings: readonly Cell[] | undefined;
  for (const row of rows()) {
    headings ??= row;
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, terminalWidth(textOf(cell)));
    }
  }
  const { groups, dropped } = layColumns(widths, layout);
  for (const row of rows()) {
    const lines = groups.flatMap((columns, index) =>
      groupLines(columns, row, {
        widths,
        start: index === 0 ? 0 : WRAPPED_INDENT,
        width: layout.width ?? Number.POSITIVE_INFINITY,
      }),
    );
    yield lines.length === 0 ? '\n' : lines.map((line) => `${line}\n`).join('');
  }
  if (dropped.length === 0 || layout.droppedText === undefined) return;
  yield `${layout.droppedText(dropped.map((column) => textOf(headings?.[column] ?? '')))}\n`;
}

/** Returns a table as one text; empty without rows. */
export function textTable(rows: readonly (readonly Cell[])[], layout: TableLayout): string {
  return [...tableLines(() => rows, layout)].join('');
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** The space of some cells of a row. */
interface GroupSpace {
  readonly widths: readonly number[];
  /** Where the first cell starts, and the width of the terminal, in columns. */
  readonly start: number;
  readonly width: number;
}

/** Returns the lines of the cells in some columns of a row; empty if all cells are empty. */
function groupLines(columns: readonly number[], row: readonly Cell[], space: GroupSpace): readonly string[] {
  const { widths, width } = space;
  const lastColumn = columns.findLast((column) => textOf(row[column] ?? '') !== '');
  if (lastColumn === undefined) return [];
  let before = ' '.repeat(space.start);
  for (const column of columns.slice(0, columns.indexOf(lastColumn))) {
    const text = textOf(row[column] ?? '');
    before += text + ' '.repeat((widths[column] ?? 0) - terminalWidth(text)) + GAP;
  }
  const last = row[lastColumn] ?? '';
  const text = textOf(last);
  const unbroken = typeof last === 'string' ? [] : last.commands;
  const start = terminalWidth(before);
  const [first, ...others] = wrapText(text, { width: width - start, unbroken });
  const isInPlace = [first, ...others].every((line) => start + terminalWidth(line) <= width);
  if (isInPlace)
    return [before + first, ...others.map((line) => ' '.repeat(start) + line)].map((line) => line.trimEnd());
  // A long word or command does not fit into the column: it is below the other cells.
  const below = wrapText(text.trimStart(), { width: width - WRAPPED_INDENT, unbroken });
  return [
    ...(before.trim() === '' ? [] : [before.trimEnd()]),
    ...below.map((line) => indented(line, WRAPPED_INDENT, width)),
  ];
}
