import { type PreferenceReason, SELECTION_ORDER } from '../../../domain/selection/selection-order.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/**
 * The criteria of the selection order, as `connectors explain` prints them. The key is the reason
 * of a certificate that ranks lower by the criterion.
 */
export const SELECTION_CRITERIA: Readonly<Record<PreferenceReason, Phrase<string>>> = {
  'certificate-expired': phrase({ en: 'valid before expired', ja: '有効期限内' }),
  'exact-name-preferred': phrase({ en: 'exact name before wildcard', ja: '完全一致 (ワイルドカードより優先)' }),
  'less-trusted': phrase({
    en: 'trusted CA, then self-signed, then unknown issuer',
    ja: '発行者 (信頼された CA、自己署名、不明の順)',
  }),
  older: phrase({ en: 'newest notBefore', ja: '有効期間の開始が新しいもの' }),
  'expires-earlier': phrase({ en: 'latest notAfter', ja: '有効期限が遅いもの' }),
  'thumbprint-order': phrase({ en: 'thumbprint', ja: '拇印の順' }),
};

/** Returns the criteria in the order in which they apply, in one line. */
export function selectionOrderText(locale: Locale): string {
  return joinList(
    SELECTION_ORDER.map((reason) => SELECTION_CRITERIA[reason][locale]),
    locale,
    'semicolon',
  );
}
