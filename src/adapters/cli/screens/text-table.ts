import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';

const GAP = '  ';

/**
 * Yields the lines of a table, each with its line end. Columns have the width of their widest cell
 * on a terminal, two spaces between, and no trailing spaces. Cells must be escaped.
 * @param rows returns the rows; it is called twice, so a long table is not kept in memory
 */
export function* tableLines(rows: () => Iterable<readonly string[]>): Generator<string> {
  const widths: number[] = [];
  for (const row of rows()) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, terminalWidth(cell));
    }
  }
  for (const row of rows()) {
    let line = '';
    for (const [column, cell] of row.entries()) {
      const gap = column === 0 ? '' : GAP;
      line += gap + cell + ' '.repeat((widths[column] ?? 0) - terminalWidth(cell));
    }
    yield `${line.trimEnd()}\n`;
  }
}

/** Returns a table as one text; empty without rows. */
export function textTable(rows: readonly (readonly string[])[]): string {
  return [...tableLines(() => rows)].join('');
}
