import type { EventDefinition } from '../event-definition.ts';
import { locationLines, usedByLines } from '../sentences.ts';

/**
 * A connector's FQDN is only in the common name (CN) of its certificate, which current clients
 * ignore.
 * @see RFC 9525 section 2
 */
export const nameOnlyInCommonName: EventDefinition = {
  eventId: 1307,
  symbolicName: 'NameOnlyInCommonName',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `The certificate for ${fqdn} has this name only in its common name (thumbprint ${thumbprint}).`,
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    'Current clients ignore the common name. Have the certificate reissued with the name as a subject alternative name (DNS).',
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) では、この名前が共通名 (CN) にしかありません。`,
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    '現在のクライアントは共通名を参照しません。この名前をサブジェクトの別名 (DNS) に含めて、証明書を再発行してください。',
  ],
};
