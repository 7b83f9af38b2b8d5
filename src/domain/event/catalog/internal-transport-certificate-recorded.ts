import type { EventDefinition } from '../event-definition.ts';
import { locationLines } from '../sentences.ts';
import { when } from '../wording.ts';

/** The recorded internal transport certificate was replaced in its place, and the record follows. */
export const internalTransportCertificateRecorded: EventDefinition = {
  eventId: 1007,
  symbolicName: 'InternalTransportCertificateRecorded',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'thumbprintBefore', 'names'],
  en: ({ parameters: [thumbprint = '', before = '', names = ''], facts }, wording) => [
    `The renewed internal transport certificate was recorded (thumbprint ${thumbprint}).`,
    `It stands in the place of ${before} and carries the same names: ${names}.`,
    `It expires on ${when(facts.notAfter, wording)}.`,
    ...locationLines(facts, wording),
  ],
  ja: ({ parameters: [thumbprint = '', before = '', names = ''], facts }, wording) => [
    `更新された内部トランスポート証明書を記録しました (拇印 ${thumbprint})。`,
    `拇印 ${before} の証明書と同じ場所にあり、同じ名前 (${names}) を持っています。`,
    `有効期限: ${when(facts.notAfter, wording)}`,
    ...locationLines(facts, wording),
  ],
};
