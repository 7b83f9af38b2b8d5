import { splitOutsideBraces } from './postfix-lists.ts';

const MAX_LINES = 200_000;

/**
 * Parses the source file of a Postfix table: key, space, value. A line that begins with a space
 * continues the previous line. Returns the entries in order, with keys in lower case. Of two equal
 * keys, the first is returned.
 * @see https://www.postfix.org/postmap.1.html
 */
export function parsePostfixTable(text: string): ReadonlyMap<string, string> {
  const logicalLines: string[] = [];
  for (const line of text.split(/\r?\n/, MAX_LINES)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const last = logicalLines.length - 1;
    if (/^\s/.test(line) && last >= 0) logicalLines[last] += line;
    else logicalLines.push(line);
  }
  const entries = new Map<string, string>();
  for (const line of logicalLines) {
    const [, writtenKey, value] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
    const key = writtenKey?.toLowerCase();
    if (key !== undefined && value !== undefined && !entries.has(key)) entries.set(key, value.trimEnd());
  }
  return entries;
}

/**
 * Parses an inline table: `{ name = file, { name = file file } }`. Returns the entries in order,
 * with keys in lower case.
 * @see https://www.postfix.org/DATABASE_README.html
 */
export function parseInlineTable(body: string): ReadonlyMap<string, string> {
  const inner = body.replace(/^\{(.*)\}$/s, '$1');
  // An entry without braces has no space around its `=`.
  return new Map(
    splitOutsideBraces(inner).flatMap((item) => {
      const [, key, value] = /^\{?\s*([^\s=]+)\s*=\s*(.*?)\s*\}?$/s.exec(item) ?? [];
      return key === undefined || value === undefined ? [] : [[key.toLowerCase(), value] as const];
    }),
  );
}
