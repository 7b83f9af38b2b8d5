import { replaceInvisible } from '../terminal/visible.ts';

/**
 * Characters that XML 1.0 cannot contain, and an underscore that looks like the start of `_x0000_`.
 */
const NOT_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}|_(?=x[0-9A-F]{4})/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', "'": 'apos', '"': 'quot' };

/**
 * Escapes any string for an element or attribute, on one line. A character that XML 1.0 cannot
 * contain becomes `_x0000_` (four hex digits of the UTF-16 code unit), as in Office Open XML.
 * Invisible characters become references.
 * @see https://www.w3.org/TR/xml/#charsets
 * @see ECMA-376 part 1, section 22.9.2.19 (ST_Xstring)
 */
export function xmlText(text: string): string {
  const withoutInvalidCharacters = text.replace(
    NOT_IN_XML,
    (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
  const escaped = withoutInvalidCharacters.replace(/[&<>'"]/g, (character) => `&${ENTITIES[character]};`);
  return replaceInvisible(escaped, (codePoint) => `&#x${codePoint.toString(16).toUpperCase()};`);
}
