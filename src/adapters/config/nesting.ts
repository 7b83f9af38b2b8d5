import { Lexer } from 'yaml';

const DEEPEST = 16;

/** What the lexer puts between the pieces of the source that are not in it. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018']);
const SCALAR_FOLLOWS = '\u001f';

/** Where a file asks for more than a configuration needs and the YAML parser can stand; undefined: nowhere. Linear time. */
export function findTooDeep(text: string): { readonly offset: number; readonly message: string } | undefined {
  let offset = 0;
  let depth = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
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
      if (depth > DEEPEST) return { offset, message: `more than ${DEEPEST} brackets are open here; close some` };
    }
    isScalar = false;
    offset += token.length;
  }
  return undefined;
}
