import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { locationLines, seekerLines } from '../sentences.ts';
import { addressLines, lastServedLines, servedByLines, subjectLines } from '../served-sentences.ts';
import { when } from '../wording.ts';

/** Returns the lines about a served certificate. */
function servedLines(facts: Facts, wording: Wording): readonly string[] {
  return [
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    wording.locale === 'ja'
      ? 'それまで、証明書を検証する相手には拒否されます。すでに有効なはずの場合は、このコンピューターのシステム時刻を確認してください。'
      : 'Until then, peers that verify the certificate reject it. If it should already be valid, check the clock of this host.',
    ...lastServedLines(facts, wording),
  ];
}

function diskLines(facts: Facts, wording: Wording): readonly string[] {
  return [
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
    wording.locale === 'ja'
      ? 'それまで提示できる有効な証明書がありません。すでに有効なはずの場合は、このコンピューターのシステム時刻を確認してください。'
      : 'Until then, no valid certificate is available. If it should already be valid, check the clock of this host.',
  ];
}

function restOf(facts: Facts, wording: Wording): readonly string[] {
  return facts.probes === undefined ? diskLines(facts, wording) : servedLines(facts, wording);
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
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate ${facts.probes === undefined ? '' : 'served '}for ${fqdn} (thumbprint ${thumbprint}) is not valid before ${when(facts.notBefore, wording)}.`,
    ...restOf(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} ${facts.probes === undefined ? 'の証明書' : 'でサーバーが提示している証明書'} (拇印 ${thumbprint}) はまだ有効ではありません (有効期間の開始: ${when(facts.notBefore, wording)})。`,
    ...restOf(facts, wording),
  ],
};
