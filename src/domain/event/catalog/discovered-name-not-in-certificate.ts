import type { EventDefinition } from '../event-definition.ts';
import { connectorLines, locationLines } from '../sentences.ts';

/**
 * A server's hostname, which was discovered automatically, is not in its certificate. The level is
 * Information, because other servers verify the name in the MX record, not this one.
 * @see RFC 7817 section 3
 * @see RFC 8461 section 4.1
 */
export const discoveredNameNotInCertificate: EventDefinition = {
  eventId: 1310,
  symbolicName: 'DiscoveredNameNotInCertificate',
  provider: 'own',
  level: 'Information',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `A mail server uses the name ${fqdn}, which its certificate does not match (thumbprint ${thumbprint}).`,
    ...connectorLines(facts, wording),
    ...locationLines(facts, wording),
    'Other servers verify the name in the MX record. If the certificate matches that name, no action is needed.',
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `メール サーバーの名前 ${fqdn} は、そのサーバーの証明書 (拇印 ${thumbprint}) に含まれていません。`,
    ...connectorLines(facts, wording),
    ...locationLines(facts, wording),
    '送信元のサーバーが検証するのは MX レコードの名前です。その名前が証明書に含まれていれば問題ありません。',
  ],
};
