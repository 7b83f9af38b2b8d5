import type { Locale } from '../../text/locale.ts';
import { singularOrPlural } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { reloadCommandLines, reloadedConnectors, rotatedAddressLines } from '../rotation-sentences.ts';
import { requestedByLines } from '../sentences.ts';

/** Returns the first line, by the failure: a `RotationFailure`. */
function firstLine(
  [connector = '', failure = '', served = '', onDisk = '']: readonly string[],
  facts: Facts,
  locale: Locale,
): string {
  const subject = reloadedConnectors(connector, facts, locale);
  const reasonSuffix = reasonInParentheses(facts.reason, locale);
  if (locale === 'ja') {
    if (failure === 'reload-failed') return `${subject}を再読み込みできませんでした${reasonSuffix}。`;
    const reloadedClause = `${subject}を再読み込みしましたが、`;
    if (failure === 'not-served') {
      return `${reloadedClause}シリアル番号 ${served} の証明書を提示しています (ファイル上は ${onDisk})。`;
    }
    if (failure === 'probe-failed') return `${reloadedClause}現在提示している証明書を確認できません${reasonSuffix}。`;
    return `${reloadedClause}提示すべき証明書を特定できないため、結果を確認できません。`;
  }
  const count = facts.connectors?.length ?? 1;
  const wasOrWere = singularOrPlural(count, 'was', 'were');
  const pronoun = singularOrPlural(count, 'it', 'they');
  if (failure === 'reload-failed') return `${subject} ${wasOrWere} not reloaded${reasonSuffix}.`;
  if (failure === 'not-served') {
    const serves = singularOrPlural(count, 'serves', 'serve');
    return `${subject} ${wasOrWere} reloaded but ${serves} serial number ${served}; on disk is ${onDisk}.`;
  }
  if (failure === 'probe-failed')
    return `${subject} ${wasOrWere} reloaded; which certificate ${pronoun} ${singularOrPlural(count, 'serves', 'serve')} is unknown${reasonSuffix}.`;
  return `${subject} ${wasOrWere} reloaded; which certificate ${pronoun} should serve is unknown.`;
}

/**
 * A server was reloaded, or its reload failed, and no probe confirmed that it serves the
 * certificates on disk.
 */
export const certificateRotationNotProven: EventDefinition = {
  eventId: 1421,
  symbolicName: 'CertificateRotationNotProven',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'reason', 'serialNumber', 'serialNumberOnDisk'],
  en: ({ parameters, facts }, localization) => [
    firstLine(parameters, facts, 'en'),
    ...(facts.detail === undefined || facts.detail === '' ? [] : [`Error: ${facts.detail}`]),
    ...rotatedAddressLines(facts, localization),
    ...reloadCommandLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
  ja: ({ parameters, facts }, localization) => [
    firstLine(parameters, facts, 'ja'),
    ...(facts.detail === undefined || facts.detail === '' ? [] : [`詳細: ${facts.detail}`]),
    ...rotatedAddressLines(facts, localization),
    ...reloadCommandLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
};
