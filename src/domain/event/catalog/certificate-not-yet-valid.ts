import type { Localization } from '../../text/locale.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { formatInstant } from '../format-instant.ts';
import { locationLines, neededByLines } from '../sentences.ts';
import { addressLines, earlierProbeLines, servedByLines, subjectLines } from '../served-sentences.ts';

/** Returns the lines about a served certificate. */
function servedCertificateLines(facts: Facts, localization: Localization): readonly string[] {
  return [
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    localization.locale === 'ja'
      ? 'それまで、証明書を検証する相手には拒否されます。すでに有効なはずの場合は、このコンピューターのシステム時刻を確認してください。'
      : 'Until then, peers that verify the certificate reject it. If it should already be valid, check the clock of this host.',
    ...earlierProbeLines(facts, localization),
  ];
}

function candidateLines(facts: Facts, localization: Localization): readonly string[] {
  return [
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
    localization.locale === 'ja'
      ? 'それまで提示できる有効な証明書がありません。すでに有効なはずの場合は、このコンピューターのシステム時刻を確認してください。'
      : 'Until then, no valid certificate is available. If it should already be valid, check the clock of this host.',
  ];
}

function otherLines(facts: Facts, localization: Localization): readonly string[] {
  return facts.probes === undefined ? candidateLines(facts, localization) : servedCertificateLines(facts, localization);
}

/**
 * Connectors have no valid certificate, and the best candidate is not valid yet; or a server serves
 * a certificate that is not valid yet.
 */
export const certificateNotYetValid: EventDefinition = {
  eventId: 1303,
  symbolicName: 'CertificateNotYetValid',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `The certificate ${facts.probes === undefined ? '' : 'served '}for ${fqdn} (thumbprint ${thumbprint}) is not valid before ${formatInstant(facts.notBefore, localization)}.`,
    ...otherLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `${fqdn} ${facts.probes === undefined ? 'の証明書' : 'でサーバーが提示している証明書'} (拇印 ${thumbprint}) はまだ有効ではありません (有効期間の開始: ${formatInstant(facts.notBefore, localization)})。`,
    ...otherLines(facts, localization),
  ],
};
