import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';

const GAP = '  ';

/**
 * Yields the lines of a table, each with its line end: columns as wide as their widest cell on a terminal, two spaces
 * between, no spaces at the end. Cells are escaped already.
 * @param rows makes the rows anew for each of two passes, so that a table of any length needs no memory of its own
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
    yield `${line.replace(/ +$/, '')}\n`;
  }
}

/** Returns such a table as one text; nothing for no rows. */
export function textTable(rows: readonly (readonly string[])[]): string {
  return [...tableLines(() => rows)].join('');
}
