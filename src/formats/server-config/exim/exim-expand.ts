import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';

/** The maximum length of a value. */
const MAX_CHARACTERS = 65_536;
const MAX_DETAIL_CHARACTERS = 60;

/** The variables for the name requested by SNI. */
const ASKED_NAME = /^\$\{?tls_(?:in_)?sni\b/;

function why(construct: string, whole: string): string {
  if (ASKED_NAME.test(construct) || /\$\{?tls_(?:in_)?sni\b/.test(whole)) {
    return 'it depends on the name that a client asks for in TLS';
  }
  const [front = ''] = /^\$\{?\s*\w*/.exec(construct) ?? [];
  return `"${front.slice(0, MAX_DETAIL_CHARACTERS)}" is worked out for each connection`;
}

/**
 * Expands a string whose variables are the same for every connection. Conditions, lookups and other
 * items are unresolved, because Exim evaluates them for each connection, possibly with programs and
 * databases.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-string_expansions.html
 */
export function expandFixed(text: string, variables: ReadonlyMap<string, string>): ResolvedSettings<string> {
  if (text.length > MAX_CHARACTERS) return unresolved('the value is too long');
  let expanded = '';
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const rest = text.slice(at, at + 300);
    if (character === '\\') {
      const [, verbatim] = /^\\N(.*?)\\N/s.exec(text.slice(at)) ?? [];
      if (verbatim !== undefined) {
        expanded += verbatim;
        at += verbatim.length + 4;
      } else if (/^\\[\\$]/.test(rest)) {
        expanded += text.charAt(at + 1);
        at += 2;
      } else return unresolved('it has an unknown escape');
    } else if (character === '$') {
      const [found, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))/.exec(rest) ?? [];
      const value = variables.get(braced ?? bare ?? '');
      if (found === undefined || value === undefined) return unresolved(why(rest, text));
      expanded += value;
      at += found.length;
    } else {
      expanded += character;
      at += 1;
    }
  }
  return { kind: 'value', value: expanded };
}
