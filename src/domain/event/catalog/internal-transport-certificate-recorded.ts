import type { EventDefinition } from '../event-definition.ts';
import { locationLines, requestedByLines } from '../sentences.ts';
import { when } from '../wording.ts';

/** An automatic renewal or a command recorded another internal transport certificate. */
export const internalTransportCertificateRecorded: EventDefinition = {
  eventId: 1007,
  symbolicName: 'InternalTransportCertificateRecorded',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'previousThumbprint', 'names'],
  en: ({ parameters: [thumbprint = '', before = '', names = ''], facts }, wording) => [
    `The certificate for ${names} is now the internal transport certificate (thumbprint ${thumbprint}).`,
    before === '' ? 'There was no previous one.' : `It replaces ${before}.`,
    `It expires on ${when(facts.notAfter, wording)}.`,
    ...locationLines(facts, wording),
    ...requestedByLines(facts, wording),
  ],
  ja: ({ parameters: [thumbprint = '', before = '', names = ''], facts }, wording) => [
    `${names} の証明書を内部トランスポート証明書として設定しました (拇印 ${thumbprint})。`,
    before === '' ? 'これまでに設定されていた証明書はありません。' : `拇印 ${before} の証明書に代わるものです。`,
    `有効期限: ${when(facts.notAfter, wording)}`,
    ...locationLines(facts, wording),
    ...requestedByLines(facts, wording),
  ],
};
