import { CONFIGURATION_FAILURES } from '../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';

const MAX_DEPTH = 16;

/** Tokens that the lexer adds: the start of a document, and a missing closing bracket. */
const VIRTUAL_TOKENS: ReadonlySet<string> = new Set(['\u0002', '\u0018']);
/** The token before a plain or quoted text. */
const SCALAR_FOLLOWS = '\u001f';

/**
 * Finds the first place where a YAML text is nested too deeply; undefined: none. Such a text can
 * crash the YAML parser. Takes linear time.
 * @param tokens the tokens of the YAML lexer
 */
export function findTooDeep(
  tokens: Iterable<string>,
): { readonly offset: number; readonly failure: Failure } | undefined {
  let offset = 0;
  let openBrackets = 0;
  let collectionsOnLine = 0;
  let isScalar = false;
  for (const token of tokens) {
    if (!isScalar && VIRTUAL_TOKENS.has(token)) continue;
    if (!isScalar && token === SCALAR_FOLLOWS) {
      isScalar = true;
      continue;
    }
    if (!isScalar) {
      // For nested explicit keys and brackets, the parser needs more than linear time.
      if (token === '?') return { offset, failure: CONFIGURATION_FAILURES.yaml_explicit_key };
      if (token === '[' || token === '{') openBrackets += 1;
      if (token === ']' || token === '}') openBrackets -= 1;
      // Lists and map keys that start inside each other on one line.
      if (token === '-' || (token === ':' && openBrackets === 0)) collectionsOnLine += 1;
      if (token.endsWith('\n')) collectionsOnLine = 0;
      if (collectionsOnLine > MAX_DEPTH)
        return { offset, failure: CONFIGURATION_FAILURES.yaml_nested_collections({ limit: MAX_DEPTH }) };
      if (openBrackets > MAX_DEPTH)
        return { offset, failure: CONFIGURATION_FAILURES.yaml_nested_brackets({ limit: MAX_DEPTH }) };
    }
    isScalar = false;
    offset += token.length;
  }
  return undefined;
}
