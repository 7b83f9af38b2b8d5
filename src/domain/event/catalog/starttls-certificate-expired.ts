import { phrase } from '../../text/phrase.ts';
import { earlierScanLines } from '../certificate-sentences.ts';
import { certificateFileLines, publicKeyLines, usedByLines } from '../connector-sentences.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectByProtocol, hasConfiguredFiles } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { reasonLines } from '../reason-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = SelectedCertificateData & Pick<ReasonData, 'reason'>;

/**
 * Returns the line for servers that name a certificate file: they serve it even if it has expired.
 */
function stillServedLines(data: Data): readonly EventLine[] {
  if (!hasConfiguredFiles(data)) return [];
  return [
    phrase({
      en: 'A server with this configured file serves the certificate until you replace the file. Peers that verify the certificate reject it.',
      ja: 'このファイルが設定されているサーバーは、ファイルが置き換えられるまでこの証明書を提示し続けます。証明書を検証する相手には拒否されます。',
    }),
  ];
}

/** The selected certificate has expired, and no valid certificate can replace it. */
export const starttlsCertificateExpired: EventDefinition<Data, ['fqdn', 'thumbprint']> = defineEvent({
  eventId: 12016,
  symbolicName: 'STARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  title: phrase({ en: 'Certificate expired', ja: '証明書の有効期限切れ' }),
  effect: effectByProtocol('selected-rejected'),
  parameters: ['fqdn', 'thumbprint'],
  requiredFacts: { ...SELECTED_CERTIFICATE_FACTS, reason: true },
  firstLine: ({ parameters: { fqdn, thumbprint }, data }) => {
    return phrase({
      en: (write: Writer) =>
        `The certificate for ${fqdn} expired on ${write.instant(data.notAfter)} (thumbprint ${thumbprint}).`,
      ja: (write) =>
        `${fqdn} の証明書は ${write.instant(data.notAfter)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    });
  },
  lines: ({ data }) => [
    ...usedByLines(data),
    ...reasonLines(data),
    ...locationLines(data),
    ...publicKeyLines(data),
    ...certificateFileLines(data),
    ...stillServedLines(data),
    ...earlierScanLines(data),
  ],
});
