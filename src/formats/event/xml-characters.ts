/**
 * Characters that XML 1.0 cannot contain, and an underscore that looks like the start of `_x0000_`.
 */
const NOT_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}|_(?=x[0-9A-F]{4})/gu;

/** Only ASCII that needs no escape: the usual case, which is much faster to test. */
const PLAIN = /^[\x20-\x5e\x60-\x7e]*$/;

/**
 * Replaces each character that XML 1.0 cannot contain by `_x0000_` (four hex digits of the UTF-16
 * code unit), as in Office Open XML.
 * @see https://www.w3.org/TR/xml/#charsets
 * @see ECMA-376 part 1, section 22.9.2.19 (ST_Xstring)
 */
export function withXmlCharacters(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(NOT_IN_XML, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}
