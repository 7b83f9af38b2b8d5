import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const GUIDES = resolve(import.meta.dirname, '../../../docs/how-to');

/**
 * Returns a table after a heading of a guide: rows of cells without the header, as a reader
 * sees them: links and backquotes are removed.
 * @param page the name of the file in docs/how-to, without `.md`
 * @param number 1: the first table after the heading
 * @throws if there is no such heading or table
 */
export function guideTable(page: string, heading: string, number = 1): readonly (readonly string[])[] {
  const text = readFileSync(resolve(GUIDES, `${page}.md`), 'utf8');
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
  const tables = lines.flatMap((line, index) =>
    index > start && line.startsWith('|') && lines[index - 1]?.startsWith('|') !== true ? [index] : [],
  );
  const first = tables[number - 1];
  if (start < 0 || first === undefined) throw new Error(`${page}.md has no table ${number} after "${heading}"`);
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  return lines.slice(first + 2, end).map((line) => line.split('|').slice(1, -1).map(shown));
}

function shown(cell: string): string {
  return cell
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .trim();
}
