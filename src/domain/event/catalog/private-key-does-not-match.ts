import type { EventDefinition } from '../event-definition.ts';
import { locationLines, neededByLines } from '../sentences.ts';

/**
 * A certificate would be selected, but the private key next to it belongs to another certificate.
 */
export const privateKeyDoesNotMatch: EventDefinition = {
  eventId: 1203,
  symbolicName: 'PrivateKeyDoesNotMatch',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'keyLocation'],
  en: ({ parameters: [fqdn = '', thumbprint = '', key = ''], facts }, localization) => [
    `The private key of the certificate for ${fqdn} (thumbprint ${thumbprint}) does not match it.`,
    ...(key === '' ? [] : [`Key file: ${key}`]),
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', key = ''], facts }, localization) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) と、同じ場所にある秘密キーが一致しません。`,
    ...(key === '' ? [] : [`秘密キーのファイル: ${key}`]),
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
  ],
};
