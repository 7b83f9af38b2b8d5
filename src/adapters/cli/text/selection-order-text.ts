import { type PreferenceReason, SELECTION_ORDER } from '../../../domain/selection/selection-order.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/**
 * The criteria of the selection order, as `connectors explain` prints them. The key is the reason
 * of a certificate that ranks lower by the criterion.
 */
export const SELECTION_CRITERIA: Readonly<Record<PreferenceReason, Readonly<Record<Locale, string>>>> = {
  'certificate-expired': { en: 'valid before expired', ja: '有効期限内' },
  'exact-name-preferred': { en: 'exact name before wildcard', ja: '完全一致 (ワイルドカードより優先)' },
  'less-trusted': {
    en: 'trusted CA, then self-signed, then unknown issuer',
    ja: '発行者 (信頼された CA、自己署名、不明の順)',
  },
  older: { en: 'newest notBefore', ja: '有効期間の開始が新しいもの' },
  'expires-earlier': { en: 'latest notAfter', ja: '有効期限が遅いもの' },
  'thumbprint-order': { en: 'thumbprint', ja: '拇印の順' },
};

/** Returns the criteria in the order in which they apply, in one line. */
export function selectionOrderText(locale: Locale): string {
  return SELECTION_ORDER.map((reason) => SELECTION_CRITERIA[reason][locale]).join(locale === 'ja' ? '、' : '; ');
}
