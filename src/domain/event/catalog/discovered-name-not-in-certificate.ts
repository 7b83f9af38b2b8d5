import type { EventDefinition } from '../event-definition.ts';
import { locationLines, usedByLines } from '../sentences.ts';

/**
 * The hostname in a server's settings, which were discovered automatically, is not in the server's
 * certificate. The level is Information, because other servers verify the name in the MX record,
 * not this hostname.
 * @see RFC 7817 section 3
 * @see RFC 8461 section 4.1
 */
export const discoveredNameNotInCertificate: EventDefinition = {
  eventId: 1310,
  symbolicName: 'DiscoveredNameNotInCertificate',
  provider: 'own',
  level: 'Information',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `A mail server uses the name ${fqdn}, which its certificate does not match (thumbprint ${thumbprint}).`,
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    'Other servers verify the name in the MX record. If the certificate matches that name, no action is needed.',
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `メール サーバーの名前 ${fqdn} は、そのサーバーの証明書 (拇印 ${thumbprint}) に含まれていません。`,
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    '送信元のサーバーが検証するのは MX レコードの名前です。その名前が証明書に含まれていれば問題ありません。',
  ],
};
