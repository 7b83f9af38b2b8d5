import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { locationLines, requestedByLines } from '../sentences.ts';

/** An automatic renewal or a command recorded another internal transport certificate. */
export const internalTransportCertificateRecorded: EventDefinition = {
  eventId: 1007,
  symbolicName: 'InternalTransportCertificateRecorded',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'previousThumbprint', 'names'],
  en: ({ parameters: [thumbprint = '', previousThumbprint = '', names = ''], facts }, localization) => [
    `The certificate for ${names} is now the internal transport certificate (thumbprint ${thumbprint}).`,
    previousThumbprint === '' ? 'There was no previous one.' : `It replaces ${previousThumbprint}.`,
    `It expires on ${formatInstant(facts.notAfter, localization)}.`,
    ...locationLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = '', previousThumbprint = '', names = ''], facts }, localization) => [
    `${names} の証明書を内部トランスポート証明書として設定しました (拇印 ${thumbprint})。`,
    previousThumbprint === ''
      ? 'これまでに設定されていた証明書はありません。'
      : `拇印 ${previousThumbprint} の証明書に代わるものです。`,
    `有効期限: ${formatInstant(facts.notAfter, localization)}`,
    ...locationLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
};
