import type { Localization } from '../../text/locale.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { formatInstant } from '../format-instant.ts';
import {
  certificateFileLines,
  earlierScanLines,
  locationLines,
  publicKeyLines,
  reasonLines,
  usedByLines,
} from '../sentences.ts';

/**
 * Returns the line for servers that name a certificate file: they serve it even if it has expired.
 */
function stillServedLines({ certificateFiles = [] }: Facts, { locale }: Localization): readonly string[] {
  if (certificateFiles.length === 0) return [];
  return [
    locale === 'ja'
      ? '証明書ファイルを指定するサーバーは、置き換えられるまでこの証明書を提示し続けます。証明書を検証する相手には受け入れられません。'
      : 'A server with this configured file serves the certificate until you replace the file. Peers that verify the certificate reject it.',
  ];
}

/** The selected certificate has expired, and no valid certificate can replace it. */
export const starttlsCertificateExpired: EventDefinition = {
  eventId: 12016,
  symbolicName: 'STARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `The certificate for ${fqdn} expired on ${formatInstant(facts.notAfter, localization)} (thumbprint ${thumbprint}).`,
    ...usedByLines(facts, localization),
    ...reasonLines(facts, localization),
    ...locationLines(facts, localization),
    ...publicKeyLines(facts, localization),
    ...certificateFileLines(facts, localization),
    ...stillServedLines(facts, localization),
    ...earlierScanLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `${fqdn} で提示される証明書は ${formatInstant(facts.notAfter, localization)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    ...usedByLines(facts, localization),
    ...reasonLines(facts, localization),
    ...locationLines(facts, localization),
    ...publicKeyLines(facts, localization),
    ...certificateFileLines(facts, localization),
    ...stillServedLines(facts, localization),
    ...earlierScanLines(facts, localization),
  ],
};
