import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { inBrackets } from '../reason-words.ts';
import { reloadLines, rotatedLines } from '../rotation-sentences.ts';
import { askedLines } from '../sentences.ts';
import { quoted } from '../wording.ts';

function firstLine(
  [connector = '', failure = '', presented = '', onDisk = '']: readonly string[],
  { reason }: Facts,
  locale: Locale,
): string {
  const name = quoted(connector, locale);
  const why = inBrackets(reason, locale);
  if (locale === 'ja') {
    const told = `コネクタ${name}に証明書を再読み込みさせ`;
    if (failure === 'reload-failed') return `${told}ることができませんでした${why}。`;
    if (failure === 'not-served') {
      return `${told}ましたが、シリアル番号 ${presented} の証明書を提示しています (ファイル上は ${onDisk})。`;
    }
    if (failure === 'unseen') return `${told}ましたが、現在提示している証明書を確認できません${why}。`;
    return `${told}ましたが、提示すべき証明書を特定できないため、結果を確認できません。`;
  }
  if (failure === 'reload-failed') return `Connector ${name} could not be told to read its certificate again${why}.`;
  const told = `Connector ${name} was reloaded`;
  if (failure === 'not-served') return `${told} and presents serial number ${presented}; on disk lies ${onDisk}.`;
  if (failure === 'unseen') return `${told}; what it presents now could not be seen${why}.`;
  return `${told}; what it should present cannot be said, so nothing is proven.`;
}

/** A server was to read its certificate again, and was not seen to present what lies on disk. */
export const certificateRotationNotProven: EventDefinition = {
  eventId: 1421,
  symbolicName: 'CertificateRotationNotProven',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'reason', 'serialNumber', 'serialNumberOnDisk'],
  en: ({ parameters, facts }, wording) => [
    firstLine(parameters, facts, 'en'),
    ...(facts.detail === undefined || facts.detail === '' ? [] : [`What came back: ${facts.detail}`]),
    ...rotatedLines(facts, wording),
    ...reloadLines(facts, wording),
    ...askedLines(facts, wording),
  ],
  ja: ({ parameters, facts }, wording) => [
    firstLine(parameters, facts, 'ja'),
    ...(facts.detail === undefined || facts.detail === '' ? [] : [`詳細: ${facts.detail}`]),
    ...rotatedLines(facts, wording),
    ...reloadLines(facts, wording),
    ...askedLines(facts, wording),
  ],
};
