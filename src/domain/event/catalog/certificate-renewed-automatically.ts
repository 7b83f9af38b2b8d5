import type { EventDefinition } from '../event-definition.ts';
import { locationLines, servicesLines } from '../sentences.ts';
import { when } from '../wording.ts';

/** An expiring self-signed certificate of the personal store was renewed, with a new key. */
export const certificateRenewedAutomatically: EventDefinition = {
  eventId: 1005,
  symbolicName: 'CertificateRenewedAutomatically',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'previousThumbprint', 'names', 'notAfter'],
  en: ({ parameters: [thumbprint = '', before = '', names = ''], facts }, wording) => [
    `The self-signed certificate for ${names} was renewed automatically (thumbprint ${thumbprint}).`,
    `It replaces ${before}, with the same names and services and a new key.`,
    `It expires on ${when(facts.notAfter, wording)}.`,
    ...servicesLines(facts, wording),
    ...locationLines(facts, wording),
  ],
  ja: ({ parameters: [thumbprint = '', before = '', names = ''], facts }, wording) => [
    `${names} の自己署名証明書を自動的に更新しました (拇印 ${thumbprint})。`,
    `拇印 ${before} の証明書に代わるもので、名前とサービスは同じ、秘密キーは新しく作成したものです。`,
    `有効期限: ${when(facts.notAfter, wording)}`,
    ...servicesLines(facts, wording),
    ...locationLines(facts, wording),
  ],
};
