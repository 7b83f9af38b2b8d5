/** A part of a document. Texts of paragraphs, items and cells are one line with inline marks. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly lines: readonly string[] };

const FENCE = '```';
const ITEM = /^(?:- |\d+\. )/;
const INDENT = '    ';

/** Returns the blocks of a document, in the part of Markdown that docs/ uses. Never fails. */
export function parseMarkdown(document: string): readonly Block[] {
  const lines = document.split('\n');
  const blocks: Block[] = [];
  let index = 0;
  /** Takes lines while they match. */
  const take = (matches: (line: string) => boolean): readonly string[] => {
    const start = index;
    while (index < lines.length && matches(lines[index] ?? '')) index += 1;
    return lines.slice(start, index);
  };
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '') index += 1;
    else if (line.startsWith(FENCE)) {
      index += 1;
      blocks.push({ kind: 'code', language: line.slice(FENCE.length), lines: take((each) => !each.startsWith(FENCE)) });
      index += 1;
    } else if (line.startsWith(INDENT)) {
      const code = take((each) => each.startsWith(INDENT));
      blocks.push({ kind: 'code', language: '', lines: code.map((each) => each.slice(INDENT.length)) });
    } else if (line.startsWith('#')) {
      const level = line.indexOf(' ');
      blocks.push({ kind: 'heading', level, text: line.slice(level + 1) });
      index += 1;
    } else if (line.startsWith('|')) {
      const [head = [], , ...rows] = take((each) => each.startsWith('|')).map(cellsOf);
      blocks.push({ kind: 'table', head, rows });
    } else if (ITEM.test(line)) {
      blocks.push({ kind: 'list', items: itemsOf(take((each) => ITEM.test(each) || each.startsWith('  '))) });
    } else {
      const text = [line];
      index += 1;
      text.push(...take((each) => each.trim() !== '' && !startsBlock(each)));
      blocks.push({ kind: 'paragraph', text: text.map((each) => each.trim()).join(' ') });
    }
  }
  return blocks;
}

function startsBlock(line: string): boolean {
  return line.startsWith(FENCE) || line.startsWith('|') || line.startsWith('#') || ITEM.test(line);
}

function cellsOf(row: string): readonly string[] {
  const end = row.endsWith('|') ? -1 : row.length;
  return row
    .slice(1, end)
    .split(' | ')
    .map((cell) => cell.trim());
}

function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, '').trim());
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}
