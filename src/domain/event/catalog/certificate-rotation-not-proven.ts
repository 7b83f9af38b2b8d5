import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { inBrackets } from '../reason-words.ts';
import { reloadedConnectors, reloadLines, rotatedLines } from '../rotation-sentences.ts';
import { requestedByLines } from '../sentences.ts';
import { singularOrPlural } from '../wording.ts';

function firstLine(
  [connector = '', failure = '', served = '', onDisk = '']: readonly string[],
  facts: Facts,
  locale: Locale,
): string {
  const subject = reloadedConnectors(connector, facts, locale);
  const why = inBrackets(facts.reason, locale);
  if (locale === 'ja') {
    if (failure === 'reload-failed') return `${subject}を再読み込みできませんでした${why}。`;
    const reloaded = `${subject}を再読み込みしましたが、`;
    if (failure === 'not-served') {
      return `${reloaded}シリアル番号 ${served} の証明書を提示しています (ファイル上は ${onDisk})。`;
    }
    if (failure === 'probe-failed') return `${reloaded}現在提示している証明書を確認できません${why}。`;
    return `${reloaded}提示すべき証明書を特定できないため、結果を確認できません。`;
  }
  const count = facts.connectors?.length ?? 1;
  const was = singularOrPlural(count, 'was', 'were');
  const it = singularOrPlural(count, 'it', 'they');
  if (failure === 'reload-failed') return `${subject} ${was} not reloaded${why}.`;
  if (failure === 'not-served') {
    const serves = singularOrPlural(count, 'serves', 'serve');
    return `${subject} ${was} reloaded but ${serves} serial number ${served}; on disk is ${onDisk}.`;
  }
  if (failure === 'probe-failed')
    return `${subject} ${was} reloaded; which certificate ${it} ${singularOrPlural(count, 'serves', 'serve')} is unknown${why}.`;
  return `${subject} ${was} reloaded; which certificate ${it} should serve is unknown.`;
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
  en: ({ parameters, facts }, wording) => [
    firstLine(parameters, facts, 'en'),
    ...(facts.detail === undefined || facts.detail === '' ? [] : [`Error: ${facts.detail}`]),
    ...rotatedLines(facts, wording),
    ...reloadLines(facts, wording),
    ...requestedByLines(facts, wording),
  ],
  ja: ({ parameters, facts }, wording) => [
    firstLine(parameters, facts, 'ja'),
    ...(facts.detail === undefined || facts.detail === '' ? [] : [`詳細: ${facts.detail}`]),
    ...rotatedLines(facts, wording),
    ...reloadLines(facts, wording),
    ...requestedByLines(facts, wording),
  ],
};
