import type { EventDefinition } from '../event-definition.ts';
import { connectorLines, lastSeenLines, locationLines, reasonLines } from '../sentences.ts';
import { when } from '../wording.ts';

/** The certificate that would be presented has expired, and no valid one takes its place. */
export const starttlsCertificateExpired: EventDefinition = {
  eventId: 12016,
  symbolicName: 'STARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate presented for ${fqdn} expired on ${when(facts.notAfter ?? 0, wording)} (thumbprint ${thumbprint}).`,
    ...connectorLines(facts, wording),
    ...reasonLines(facts, wording),
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} で提示される証明書は ${when(facts.notAfter ?? 0, wording)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    ...connectorLines(facts, wording),
    ...reasonLines(facts, wording),
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
  ],
};
