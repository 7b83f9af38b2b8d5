import type { EventDefinition } from '../event-definition.ts';
import { configurationLines, lastSeenLines, locationLines } from '../sentences.ts';
import { when } from '../wording.ts';

/**
 * The internal transport certificate has expired. Always a Warning, because servers of the
 * organization still accept it from each other.
 */
export const internalTransportCertificateExpired: EventDefinition = {
  eventId: 12015,
  symbolicName: 'InternalTransportCertificateExpired',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['thumbprint'],
  en: ({ parameters: [thumbprint = ''], facts }, wording) => [
    `The internal transport certificate (thumbprint ${thumbprint}) expired on ${when(facts.notAfter, wording)}. Internal connections continue to work.`,
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
    ...configurationLines(facts, wording),
  ],
  ja: ({ parameters: [thumbprint = ''], facts }, wording) => [
    `内部トランスポート証明書 (拇印 ${thumbprint}) は ${when(facts.notAfter, wording)} に有効期限切れとなりました。内部の通信は継続しています。`,
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
    ...configurationLines(facts, wording),
  ],
};
