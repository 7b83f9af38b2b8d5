import type { Refusal } from '../../../domain/store-change/refusal.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage, type Phrase, phrase } from '../../../domain/text/phrase.ts';
import type { RefusalContext, StoreVerb } from './refusal-commands.ts';
import { REFUSAL_PHRASES } from './refusal-phrases.ts';

/** The beginning of the line, by verb. */
const FAILED_ACTIONS = {
  show: phrase({ en: 'cannot show the certificate', ja: '証明書を表示できません' }),
  new: phrase({ en: 'cannot create a certificate', ja: '証明書を作成できません' }),
  renew: phrase({ en: 'cannot renew the certificate', ja: '証明書を更新できません' }),
  enable: phrase({ en: 'cannot enable the certificate', ja: '証明書をサービスに割り当てられません' }),
  import: phrase({ en: 'cannot import a certificate', ja: '証明書をインポートできません' }),
  export: phrase({ en: 'cannot export the certificate', ja: '証明書をエクスポートできません' }),
  remove: phrase({ en: 'cannot remove the certificate', ja: '証明書を削除できません' }),
} satisfies Record<StoreVerb, Phrase<string>>;

/** Returns the line about a refused command: action, cause and next step. It is not escaped. */
export function refusalLine(refusal: Refusal, context: RefusalContext, locale: Locale): string {
  // The function accepts the refusals with its reason; TypeScript cannot infer this.
  const textOf = inLanguage(REFUSAL_PHRASES, locale)[refusal.reason] as (
    refusal: Refusal,
    refusalContext: RefusalContext,
  ) => string;
  return `mailcertd: ${inLanguage(FAILED_ACTIONS, locale)[context.verb]}: ${textOf(refusal, context)}`;
}
