import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import {
  certificateFileLines,
  connectorLines,
  keyKindLines,
  lastSeenLines,
  locationLines,
  reasonLines,
} from '../sentences.ts';
import { when } from '../wording.ts';

/**
 * Returns the line for servers that name a certificate file: they serve it even if it has expired.
 */
function goesOnLines({ certificateFiles = [] }: Facts, { locale }: Wording): readonly string[] {
  if (certificateFiles.length === 0) return [];
  return [
    locale === 'ja'
      ? '証明書ファイルを指定するサーバーは、置き換えられるまでこの証明書を提示し続けます。証明書を検証する相手には受け入れられません。'
      : 'A server with this configured file serves it until you replace it. Peers that verify the certificate reject it.',
  ];
}

/** The selected certificate has expired, and no valid certificate can replace it. */
export const starttlsCertificateExpired: EventDefinition = {
  eventId: 12016,
  symbolicName: 'STARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate for ${fqdn} expired on ${when(facts.notAfter, wording)} (thumbprint ${thumbprint}).`,
    ...connectorLines(facts, wording),
    ...reasonLines(facts, wording),
    ...locationLines(facts, wording),
    ...keyKindLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...goesOnLines(facts, wording),
    ...lastSeenLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} で提示される証明書は ${when(facts.notAfter, wording)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    ...connectorLines(facts, wording),
    ...reasonLines(facts, wording),
    ...locationLines(facts, wording),
    ...keyKindLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...goesOnLines(facts, wording),
    ...lastSeenLines(facts, wording),
  ],
};
