import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { configurationLines, earlierScanLines, locationLines } from '../sentences.ts';

/**
 * The internal transport certificate has expired. The level is only Warning, because the servers of
 * the organization accept it from each other even after its expiry.
 */
export const internalTransportCertificateExpired: EventDefinition = {
  eventId: 12015,
  symbolicName: 'InternalTransportCertificateExpired',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['thumbprint'],
  en: ({ parameters: [thumbprint = ''], facts }, localization) => [
    `The internal transport certificate (thumbprint ${thumbprint}) expired on ${formatInstant(facts.notAfter, localization)}. Internal connections continue to work.`,
    ...locationLines(facts, localization),
    ...earlierScanLines(facts, localization),
    ...configurationLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = ''], facts }, localization) => [
    `内部トランスポート証明書 (拇印 ${thumbprint}) は ${formatInstant(facts.notAfter, localization)} に有効期限切れとなりました。内部の通信は継続しています。`,
    ...locationLines(facts, localization),
    ...earlierScanLines(facts, localization),
    ...configurationLines(facts, localization),
  ],
};
