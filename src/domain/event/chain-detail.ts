import { CHAIN_SENTENCES, NOT_READ } from '../certificate/chain-sentences.ts';
import { createTranslator } from '../sentence.ts';
import type { Locale } from './event-definition.ts';

const inJapanese = createTranslator(Object.values(CHAIN_SENTENCES));

/**
 * Returns the result of a chain verification in a language. Records contain the English result, and
 * the Japanese one is found by its pattern. A result that matches no pattern stays unchanged, for
 * example an error message of OpenSSL.
 */
export function chainDetail(detail: string, locale: Locale): string {
  if (locale === 'en') return detail;
  // A list of unreadable files may follow the result. The result itself may contain the same
  // clause.
  for (let end = detail.indexOf(NOT_READ.en); end !== -1; end = detail.indexOf(NOT_READ.en, end + 1)) {
    const translated = inJapanese(detail.slice(0, end));
    if (translated !== undefined) return `${translated}${NOT_READ.ja}${detail.slice(end + NOT_READ.en.length)}`;
  }
  return inJapanese(detail) ?? detail;
}
