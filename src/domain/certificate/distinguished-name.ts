/** What must not stand as itself in an attribute's value: the specials, NUL, a leading `#` or space, a trailing space. */
const NEEDS_ESCAPE = /["+,;<>\\\0]|^[# ]| $/;

/**
 * One attribute as `CN=mail.contoso.com`. Escapes only what the standard wants escaped: other control characters stay raw,
 * they are the printer's to escape.
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
 * A name from its relative names, each `CN=a` or `CN=a+OU=b`, in the order of the encoding; empty for none.
 * What comes out has the most specific first.
 * @see RFC 4514 section 2.1
 */
export function renderDistinguishedName(relativeNames: readonly string[]): string {
  return relativeNames.length < 2 ? (relativeNames[0] ?? '') : relativeNames.toReversed().join(',');
}
