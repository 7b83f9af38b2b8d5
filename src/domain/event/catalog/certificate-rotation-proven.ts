import { singularOrPlural } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { reloadCommandLines, reloadedConnectors, rotatedAddressLines } from '../rotation-sentences.ts';
import { requestedByLines } from '../sentences.ts';

function compareInEnglish(serialNumber: string, previousSerialNumber: string): string {
  if (previousSerialNumber === '') return 'previously unknown';
  return previousSerialNumber === serialNumber ? 'as before' : `previously ${previousSerialNumber}`;
}

function compareInJapanese(serialNumber: string, previousSerialNumber: string): string {
  if (previousSerialNumber === '') return '変更前は確認できず';
  return previousSerialNumber === serialNumber ? '変更なし' : `変更前 ${previousSerialNumber}`;
}

/**
 * A server was reloaded, and probes confirmed that all addresses serve the certificates on disk.
 */
export const certificateRotationProven: EventDefinition = {
  eventId: 1420,
  symbolicName: 'CertificateRotationProven',
  provider: 'own',
  level: 'Information',
  parameters: ['connector', 'serialNumber', 'serialNumberBefore'],
  en: ({ parameters: [connector = '', serialNumber = '', previousSerialNumber = ''], facts }, localization) => {
    const comparison = compareInEnglish(serialNumber, previousSerialNumber);
    const subject = reloadedConnectors(connector, facts, 'en');
    const count = facts.connectors?.length ?? 1;
    const predicate = `${singularOrPlural(count, 'serves', 'serve')} the ${singularOrPlural(count, 'certificate', 'certificates')} on disk`;
    return [
      `${subject} ${predicate}: serial number ${serialNumber}, ${comparison}.`,
      ...rotatedAddressLines(facts, localization),
      ...(facts.notAfter === undefined ? [] : [`It expires on ${formatInstant(facts.notAfter, localization)}.`]),
      ...reloadCommandLines(facts, localization),
      ...requestedByLines(facts, localization),
    ];
  },
  ja: ({ parameters: [connector = '', serialNumber = '', previousSerialNumber = ''], facts }, localization) => {
    const comparison = compareInJapanese(serialNumber, previousSerialNumber);
    return [
      `${reloadedConnectors(connector, facts, 'ja')}がファイル上の証明書を提示していることを確認しました (シリアル番号 ${serialNumber}、${comparison})。`,
      ...rotatedAddressLines(facts, localization),
      ...(facts.notAfter === undefined ? [] : [`有効期限: ${formatInstant(facts.notAfter, localization)}`]),
      ...reloadCommandLines(facts, localization),
      ...requestedByLines(facts, localization),
    ];
  },
};
