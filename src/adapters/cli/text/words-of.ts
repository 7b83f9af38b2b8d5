import type { Locale } from '../../../domain/text/locale.ts';
import type { Words } from './words.ts';
import { ENGLISH } from './words-english.ts';
import { JAPANESE } from './words-japanese.ts';

/** Returns the texts of screens in a language. */
export function wordsOf(locale: Locale): Words {
  return locale === 'ja' ? JAPANESE : ENGLISH;
}
