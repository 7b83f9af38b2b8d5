import { phrase } from './phrase.ts';

/** The separators of the items of a list. Items that contain commas are separated by semicolons. */
export const SEPARATOR_PHRASES = {
  comma: phrase({ en: ', ', ja: '、' }),
  semicolon: phrase({ en: '; ', ja: '、' }),
};
