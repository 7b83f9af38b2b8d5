import type { EventDefinition } from '../event-definition.ts';
import { locationLines, seekerLines } from '../sentences.ts';

/**
 * The key next to a certificate that would otherwise be selected belongs to another certificate.
 */
export const privateKeyDoesNotMatch: EventDefinition = {
  eventId: 1203,
  symbolicName: 'PrivateKeyDoesNotMatch',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'keyLocation'],
  en: ({ parameters: [fqdn = '', thumbprint = '', key = ''], facts }, wording) => [
    `The private key of the certificate for ${fqdn} (thumbprint ${thumbprint}) does not match it.`,
    ...(key === '' ? [] : [`Key file: ${key}`]),
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', key = ''], facts }, wording) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) と、同じ場所にある秘密キーが一致しません。`,
    ...(key === '' ? [] : [`秘密キーのファイル: ${key}`]),
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
  ],
};
