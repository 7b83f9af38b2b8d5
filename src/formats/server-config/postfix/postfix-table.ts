const MAX_LINES = 200_000;

/**
 * The entries of a Postfix table as it is written: key, space, value; a line that begins with a space goes on. In order,
 * keys in lower case, of two with one key the first.
 * @see https://www.postfix.org/postmap.1.html
 */
export function parsePostfixTable(text: string): ReadonlyMap<string, string> {
  const logical: string[] = [];
  for (const line of text.split(/\r?\n/, MAX_LINES)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const last = logical.length - 1;
    if (/^\s/.test(line) && last >= 0) logical[last] += line;
    else logical.push(line);
  }
  const entries = new Map<string, string>();
  for (const line of logical) {
    const [, written, value] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
    const key = written?.toLowerCase();
    if (key !== undefined && value !== undefined && !entries.has(key)) entries.set(key, value.trimEnd());
  }
  return entries;
}
