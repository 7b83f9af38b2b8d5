import type { EventDefinition } from '../event-definition.ts';
import { connectorLines, locationLines } from '../sentences.ts';
import { when } from '../wording.ts';

/**
 * An issuer's certificate that connectors send with their own has expired. The connectors'
 * certificate has not.
 */
export const chainCertificateExpired: EventDefinition = {
  eventId: 1302,
  symbolicName: 'ChainCertificateExpired',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'issuerThumbprint', 'issuerSubject'],
  en: ({ parameters: [fqdn = '', thumbprint = '', issuer = '', subject = ''], facts }, wording) => [
    `An issuer in the certificate chain for ${fqdn} has expired (thumbprint ${issuer}).`,
    `Issuer: ${subject}`,
    ...(facts.certificates ?? []).map(({ notAfter }) => `It expired on ${when(notAfter, wording)}.`),
    `Certificate: ${thumbprint}`,
    facts.reason === 'no-other-way'
      ? 'No other path leads to a trusted root, so peers that verify the chain reject the certificate.'
      : 'Another path leads to a trusted root, but not every client finds it.',
    ...connectorLines(facts, wording),
    ...locationLines(facts, wording),
    "Replace the issuer in the file with the CA's current certificate.",
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', issuer = '', subject = ''], facts }, wording) => [
    `${fqdn} の証明書とともに提示される発行者の証明書 (拇印 ${issuer}) の有効期限が切れています。`,
    `発行者: ${subject}`,
    ...(facts.certificates ?? []).map(({ notAfter }) => `有効期限: ${when(notAfter, wording)}`),
    `証明書: ${thumbprint}`,
    facts.reason === 'no-other-way'
      ? '信頼されたルートへの経路がほかにないため、証明書チェーンを検証する相手には拒否されます。'
      : '信頼されたルートへの経路はほかにもありますが、すべてのクライアントがそれを見つけられるとは限りません。',
    ...connectorLines(facts, wording),
    ...locationLines(facts, wording),
    'ファイル内の発行者の証明書を、証明機関 (CA) の現在のものに置き換えてください。',
  ],
};
