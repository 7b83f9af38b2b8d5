import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { locationLines, usedByLines } from '../sentences.ts';

/**
 * An issuer's certificate has expired that servers send with their own certificate, which has not
 * expired.
 */
export const chainCertificateExpired: EventDefinition = {
  eventId: 1302,
  symbolicName: 'ChainCertificateExpired',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'issuerThumbprint', 'issuerSubject'],
  en: ({ parameters: [fqdn = '', thumbprint = '', issuer = '', subject = ''], facts }, localization) => [
    `An issuer in the certificate chain for ${fqdn} has expired (thumbprint ${issuer}).`,
    `Issuer: ${subject}`,
    ...(facts.certificates ?? []).map(({ notAfter }) => `It expired on ${formatInstant(notAfter, localization)}.`),
    `Certificate: ${thumbprint}`,
    facts.reason === 'no-other-way'
      ? 'No other path leads to a trusted root, so peers that verify the chain reject the certificate.'
      : 'Another path leads to a trusted root, but not every client finds it.',
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    "Replace the issuer in the file with the CA's current certificate.",
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', issuer = '', subject = ''], facts }, localization) => [
    `${fqdn} の証明書とともに提示される発行者の証明書 (拇印 ${issuer}) の有効期限が切れています。`,
    `発行者: ${subject}`,
    ...(facts.certificates ?? []).map(({ notAfter }) => `有効期限: ${formatInstant(notAfter, localization)}`),
    `証明書: ${thumbprint}`,
    facts.reason === 'no-other-way'
      ? '信頼されたルートへの経路がほかにないため、証明書チェーンを検証する相手には拒否されます。'
      : '信頼されたルートへの経路はほかにもありますが、すべてのクライアントがそれを見つけられるとは限りません。',
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    'ファイル内の発行者の証明書を、証明機関 (CA) の現在のものに置き換えてください。',
  ],
};
