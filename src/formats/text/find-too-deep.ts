const DEEPEST = 16;

/** What the lexer puts between the pieces of the source that are not in it. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018']);
const SCALAR_FOLLOWS = '\u001f';

/**
 * Where a text asks for more than files of ours need and the YAML parser can stand: it may end the process at what is
 * nested too deep. undefined: nowhere. Linear time. @param tokens as YAML's lexer gives them
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
      // The parser's time grows with a power of the depth of both.
      if (token === '?') return { offset, message: 'a key cannot begin with "? "; write key: value' };
      if (token === '[' || token === '{') depth += 1;
      if (token === ']' || token === '}') depth -= 1;
      // Lists, and keys of maps, each within the one before.
      if (token === '-' || (token === ':' && depth === 0)) begunOnLine += 1;
      if (token.endsWith('\n')) begunOnLine = 0;
      if (begunOnLine > DEEPEST) return { offset, message: `more than ${DEEPEST} lists or maps begin on this line` };
      if (depth > DEEPEST) return { offset, message: `more than ${DEEPEST} brackets are open here; close some` };
    }
    isScalar = false;
    offset += token.length;
  }
  return undefined;
}
