/**
 * Characters that must be escaped in a value: specials, NUL, a leading `#` or space, a trailing
 * space.
 */
const NEEDS_ESCAPE = /["+,;<>\\\0]|^[# ]| $/;

/**
 * Returns an attribute such as `CN=mail.contoso.com`. Escapes only what RFC 4514 requires; other
 * control characters are escaped when printed.
 * @see RFC 4514 section 2.4
 */
export function renderAttribute(type: string, value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return `${type}=${value}`;
  const escaped = value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/ $/, '\\ ')
    .replace(/^[# ]/, '\\$&');
  return `${type}=${escaped}`;
}

/**
 * Returns a name as text, most specific first; empty for the empty name.
 * @param relativeNames such as `CN=a` or `CN=a+OU=b`, in the order of the encoding: least specific
 * first
 * @see RFC 4514 section 2.1
 */
export function renderDistinguishedName(relativeNames: readonly string[]): string {
  // A shortcut: without two names there is no order to reverse.
  return relativeNames.length < 2 ? (relativeNames[0] ?? '') : relativeNames.toReversed().join(',');
}
