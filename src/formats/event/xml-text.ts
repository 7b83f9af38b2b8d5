import { replaceInvisible } from '../terminal/visible.ts';
import { withXmlCharacters } from './xml-characters.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', "'": 'apos', '"': 'quot' };

/**
 * Escapes any string for an element or attribute, on one line. A character that XML 1.0 cannot
 * contain becomes `_x0000_`. Invisible characters become references.
 */
export function xmlText(text: string): string {
  const escaped = withXmlCharacters(text).replace(/[&<>'"]/g, (character) => `&${ENTITIES[character]};`);
  return replaceInvisible(escaped, (codePoint) => `&#x${codePoint.toString(16).toUpperCase()};`);
}
