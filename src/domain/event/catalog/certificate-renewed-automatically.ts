import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { locationLines, servicesLines } from '../sentences.ts';

/** An expiring self-signed certificate of the personal store was renewed, with a new key. */
export const certificateRenewedAutomatically: EventDefinition = {
  eventId: 1005,
  symbolicName: 'CertificateRenewedAutomatically',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'previousThumbprint', 'names', 'notAfter'],
  en: ({ parameters: [thumbprint = '', previousThumbprint = '', names = ''], facts }, localization) => [
    `The self-signed certificate for ${names} was renewed automatically (thumbprint ${thumbprint}).`,
    `It replaces ${previousThumbprint}, with the same names and services and a new key.`,
    `It expires on ${formatInstant(facts.notAfter, localization)}.`,
    ...servicesLines(facts, localization),
    ...locationLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = '', previousThumbprint = '', names = ''], facts }, localization) => [
    `${names} の自己署名証明書を自動的に更新しました (拇印 ${thumbprint})。`,
    `拇印 ${previousThumbprint} の証明書に代わるもので、名前とサービスは同じ、秘密キーは新しく作成したものです。`,
    `有効期限: ${formatInstant(facts.notAfter, localization)}`,
    ...servicesLines(facts, localization),
    ...locationLines(facts, localization),
  ],
};
