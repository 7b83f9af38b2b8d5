import type { EventDefinition } from '../event-definition.ts';
import { reloadLines, rotatedLines } from '../rotation-sentences.ts';
import { askedLines } from '../sentences.ts';
import { quoted, when } from '../wording.ts';

/** A server was told to read its certificate again, and was seen to present what lies on disk at each of its addresses. */
export const certificateRotationProven: EventDefinition = {
  eventId: 1420,
  symbolicName: 'CertificateRotationProven',
  provider: 'own',
  level: 'Information',
  parameters: ['connector', 'serialNumber', 'serialNumberBefore'],
  en: ({ parameters: [connector = '', now = '', before = ''], facts }, wording) => {
    const was = before === '' ? 'and nothing was seen before' : before === now ? 'as before' : `and ${before} before`;
    return [
      `Connector ${quoted(connector, 'en')} presents what lies on disk: serial number ${now}, ${was}.`,
      ...rotatedLines(facts, wording),
      ...(facts.notAfter === undefined ? [] : [`It expires on ${when(facts.notAfter, wording)}.`]),
      ...reloadLines(facts, wording),
      ...askedLines(facts, wording),
    ];
  },
  ja: ({ parameters: [connector = '', now = '', before = ''], facts }, wording) => {
    const was = before === '' ? '変更前は確認できず' : before === now ? '変更なし' : `変更前 ${before}`;
    return [
      `コネクタ${quoted(connector, 'ja')}がファイル上の証明書を提示していることを確認しました (シリアル番号 ${now}、${was})。`,
      ...rotatedLines(facts, wording),
      ...(facts.notAfter === undefined ? [] : [`有効期限: ${when(facts.notAfter, wording)}`]),
      ...reloadLines(facts, wording),
      ...askedLines(facts, wording),
    ];
  },
};
