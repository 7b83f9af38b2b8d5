import { EXIM_FAILURES } from '../../../domain/failure/exim-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';

const MAX_VALUE_CHARACTERS = 65_536;
const MAX_DETAIL_CHARACTERS = 60;

/** The variables with the name that a client requests by SNI. */
const SNI_VARIABLE = /\$\{?tls_(?:in_)?sni\b/;

/** Returns the reason why a construct such as `${if …` is not expanded. */
function unresolvedCause(construct: string, text: string): Failure {
  if (SNI_VARIABLE.test(text)) return EXIM_FAILURES.exim_value_of_sni;
  const [prefix = ''] = /^\$\{?\s*\w*/.exec(construct) ?? [];
  return EXIM_FAILURES.exim_value_of_connection({ value: prefix.slice(0, MAX_DETAIL_CHARACTERS) });
}

/**
 * Expands a string whose variables are the same for every connection. Conditions, lookups and other
 * items are unresolved, because Exim evaluates them for each connection, possibly with programs and
 * databases.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-string_expansions.html
 */
export function expandFixed(text: string, variables: ReadonlyMap<string, string>): ResolvedSettings<string> {
  if (text.length > MAX_VALUE_CHARACTERS) return unresolved(EXIM_FAILURES.exim_value_too_long);
  let expanded = '';
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const rest = text.slice(at, at + 300);
    if (character === '\\') {
      // Text between two `\N` is not expanded.
      const [, verbatim] = /^\\N(.*?)\\N/s.exec(text.slice(at)) ?? [];
      if (verbatim !== undefined) {
        expanded += verbatim;
        at += verbatim.length + 4;
      } else if (/^\\[\\$]/.test(rest)) {
        expanded += text.charAt(at + 1);
        at += 2;
      } else return unresolved(EXIM_FAILURES.exim_escape_unknown);
    } else if (character === '$') {
      const [reference, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))/.exec(rest) ?? [];
      const value = variables.get(braced ?? bare ?? '');
      if (reference === undefined || value === undefined) return unresolved(unresolvedCause(rest, text));
      expanded += value;
      at += reference.length;
    } else {
      expanded += character;
      at += 1;
    }
  }
  return { kind: 'value', value: expanded };
}
