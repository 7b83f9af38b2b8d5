import type { Locale } from './locale.ts';
import { phrase } from './phrase.ts';

const SEPARATORS = {
  comma: phrase({ en: ', ', ja: '、' }),
  semicolon: phrase({ en: '; ', ja: '、' }),
};

/**
 * Returns the items of a list as one text.
 * @param separator `semicolon` for items that contain commas; Japanese has one separator for both
 */
export function joinList(
  items: readonly string[],
  locale: Locale,
  separator: keyof typeof SEPARATORS = 'comma',
): string {
  return items.join(SEPARATORS[separator][locale]);
}
