import { CHAIN_SENTENCES, NOT_READ } from '../certificate/chain-sentences.ts';
import { createTranslator } from '../sentence.ts';
import type { Locale } from './event-definition.ts';

const inJapanese = createTranslator(Object.values(CHAIN_SENTENCES));

/** Returns the result of a chain verification in a language. Unknown results stay unchanged. */
export function chainDetail(detail: string, locale: Locale): string {
  if (locale === 'en') return detail;
  for (let end = detail.indexOf(NOT_READ.en); end !== -1; end = detail.indexOf(NOT_READ.en, end + 1)) {
    const result = inJapanese(detail.slice(0, end));
    if (result !== undefined) return `${result}${NOT_READ.ja}${detail.slice(end + NOT_READ.en.length)}`;
  }
  return inJapanese(detail) ?? detail;
}
