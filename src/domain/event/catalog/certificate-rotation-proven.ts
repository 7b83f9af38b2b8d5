import type { EventDefinition } from '../event-definition.ts';
import { reloadedConnectors, reloadLines, rotatedLines } from '../rotation-sentences.ts';
import { requestedByLines } from '../sentences.ts';
import { singularOrPlural, when } from '../wording.ts';

/**
 * A server was reloaded, and probes confirmed that all addresses serve the certificates on disk.
 */
export const certificateRotationProven: EventDefinition = {
  eventId: 1420,
  symbolicName: 'CertificateRotationProven',
  provider: 'own',
  level: 'Information',
  parameters: ['connector', 'serialNumber', 'serialNumberBefore'],
  en: ({ parameters: [connector = '', now = '', before = ''], facts }, wording) => {
    const was = before === '' ? 'previously unknown' : before === now ? 'as before' : `previously ${before}`;
    const subject = reloadedConnectors(connector, facts, 'en');
    const count = facts.connectors?.length ?? 1;
    const what = `${singularOrPlural(count, 'serves', 'serve')} the ${singularOrPlural(count, 'certificate', 'certificates')} on disk`;
    return [
      `${subject} ${what}: serial number ${now}, ${was}.`,
      ...rotatedLines(facts, wording),
      ...(facts.notAfter === undefined ? [] : [`It expires on ${when(facts.notAfter, wording)}.`]),
      ...reloadLines(facts, wording),
      ...requestedByLines(facts, wording),
    ];
  },
  ja: ({ parameters: [connector = '', now = '', before = ''], facts }, wording) => {
    const was = before === '' ? '変更前は確認できず' : before === now ? '変更なし' : `変更前 ${before}`;
    return [
      `${reloadedConnectors(connector, facts, 'ja')}がファイル上の証明書を提示していることを確認しました (シリアル番号 ${now}、${was})。`,
      ...rotatedLines(facts, wording),
      ...(facts.notAfter === undefined ? [] : [`有効期限: ${when(facts.notAfter, wording)}`]),
      ...reloadLines(facts, wording),
      ...requestedByLines(facts, wording),
    ];
  },
};
