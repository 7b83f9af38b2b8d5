import type { Refusal } from '../../../domain/store-change/refusal.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import type { RefusalContext, StoreVerb } from './refusal-words.ts';
import { ENGLISH_REFUSALS } from './refusals-english.ts';
import { JAPANESE_REFUSALS } from './refusals-japanese.ts';

/** The beginning of the line, by verb. */
const FAILED_ACTIONS: Readonly<Record<Locale, Readonly<Record<StoreVerb, string>>>> = {
  en: {
    show: 'cannot show the certificate',
    new: 'cannot create a certificate',
    renew: 'cannot renew the certificate',
    enable: 'cannot enable the certificate',
    import: 'cannot import a certificate',
    export: 'cannot export the certificate',
    remove: 'cannot remove the certificate',
  },
  ja: {
    show: '証明書の表示',
    new: '証明書の作成',
    renew: '証明書の更新',
    enable: '証明書のサービスへの割り当て',
    import: '証明書のインポート',
    export: '証明書のエクスポート',
    remove: '証明書の削除',
  },
};

/** Returns the line about a refused command: action, cause and next step. It is not escaped. */
export function refusalLine(refusal: Refusal, context: RefusalContext, locale: Locale): string {
  const words = locale === 'ja' ? JAPANESE_REFUSALS : ENGLISH_REFUSALS;
  // The function accepts the refusals with its reason; TypeScript cannot infer this.
  const textOf = words[refusal.reason] as (refusal: Refusal, refusalContext: RefusalContext) => string;
  return `mailcertd: ${FAILED_ACTIONS[locale][context.verb]}: ${textOf(refusal, context)}`;
}
