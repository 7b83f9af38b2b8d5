import { CHAIN_SENTENCES, NOT_READ } from '../certificate/chain-sentences.ts';
import { createTranslator } from '../sentence.ts';
import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';
import { ERROR_LABEL, type EventLine, labeledLine } from './line.ts';

const inJapanese = createTranslator(Object.values(CHAIN_SENTENCES));

const DETAIL = phrase({ en: (detail: string) => detail, ja: detailInJapanese });

/**
 * Returns the result of a chain verification in a language. Records contain the English result, and
 * the Japanese one is found by its pattern. A result that matches no pattern stays unchanged, for
 * example an error message of OpenSSL.
 */
export function chainDetail(detail: string, locale: Locale): string {
  return DETAIL[locale](detail);
}

function detailInJapanese(detail: string): string {
  // A list of unreadable files may follow the result, after the text NOT_READ. The result can contain
  // this text too, so each occurrence is tried, until the part before it is a known result.
  for (let at = detail.indexOf(NOT_READ.en); at !== -1; at = detail.indexOf(NOT_READ.en, at + 1)) {
    const translated = inJapanese(detail.slice(0, at));
    if (translated !== undefined) return `${translated}${NOT_READ.ja}${detail.slice(at + NOT_READ.en.length)}`;
  }
  return inJapanese(detail) ?? detail;
}

/** Returns the line with the error of a chain verification; empty without an error. */
export function chainDetailLines(detail: string): readonly EventLine[] {
  if (detail === '') return [];
  return [labeledLine(ERROR_LABEL, { en: chainDetail(detail, 'en'), ja: chainDetail(detail, 'ja') })];
}
