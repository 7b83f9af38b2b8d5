import { createRequire } from 'node:module';
import type CliTable from 'cli-table3';

const load = createRequire(import.meta.url);

/** No lines; two spaces between columns. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * Cells in columns as wide as they must be, counted as a terminal counts: a Japanese character takes two. Cells are
 * escaped already. One line a row, without spaces at the end, each with its line end; nothing for no rows.
 */
export function textTable(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  // Loaded by whoever prints a table: its dozen files take every command some 6 ms.
  const Table: typeof CliTable = load('cli-table3');
  const table = new Table({
    chars: PLAIN,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}
