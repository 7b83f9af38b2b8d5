const MAX_DEPTH = 16;

/** Tokens of the lexer that are not in the source. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018']);
const SCALAR_FOLLOWS = '\u001f';

/**
 * Finds the first place where a YAML text is nested too deeply; undefined: none. Such a text can
 * crash the YAML parser. Takes linear time.
 * @param tokens the tokens of the YAML lexer
 */
export function findTooDeep(
  tokens: Iterable<string>,
): { readonly offset: number; readonly message: string } | undefined {
  let offset = 0;
  let depth = 0;
  let begunOnLine = 0;
  let isScalar = false;
  for (const token of tokens) {
    if (!isScalar && MARKS.has(token)) continue;
    if (!isScalar && token === SCALAR_FOLLOWS) {
      isScalar = true;
      continue;
    }
    if (!isScalar) {
      // The parser's time grows with a power of the nesting of explicit keys and brackets.
      if (token === '?') return { offset, message: 'a key cannot begin with "? "; write key: value' };
      if (token === '[' || token === '{') depth += 1;
      if (token === ']' || token === '}') depth -= 1;
      // Lists and map keys that start inside each other on one line.
      if (token === '-' || (token === ':' && depth === 0)) begunOnLine += 1;
      if (token.endsWith('\n')) begunOnLine = 0;
      if (begunOnLine > MAX_DEPTH)
        return { offset, message: `more than ${MAX_DEPTH} lists or maps begin on this line` };
      if (depth > MAX_DEPTH) return { offset, message: `more than ${MAX_DEPTH} brackets are open here; close some` };
    }
    isScalar = false;
    offset += token.length;
  }
  return undefined;
}
