import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { locationLines, requestedByLines, servicesLines } from '../sentences.ts';

/** A command (new, renew or import) added a certificate to the personal store. */
export const certificateInstalled: EventDefinition = {
  eventId: 1008,
  symbolicName: 'CertificateInstalled',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'names', 'services', 'notAfter'],
  en: ({ parameters: [thumbprint = '', names = ''], facts }, localization) => [
    `A certificate for ${names} was installed in the personal store (thumbprint ${thumbprint}).`,
    ...(facts.previousThumbprint === undefined
      ? []
      : [`It renews ${facts.previousThumbprint}, which remains in the store until you remove it.`]),
    `It expires on ${formatInstant(facts.notAfter, localization)}.`,
    ...servicesLines(facts, localization),
    ...locationLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = '', names = ''], facts }, localization) => [
    `${names} の証明書を個人用ストアにインストールしました (拇印 ${thumbprint})。`,
    ...(facts.previousThumbprint === undefined
      ? []
      : [`拇印 ${facts.previousThumbprint} の証明書を更新したものです。以前の証明書は削除するまでストアに残ります。`]),
    `有効期限: ${formatInstant(facts.notAfter, localization)}`,
    ...servicesLines(facts, localization),
    ...locationLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
};
