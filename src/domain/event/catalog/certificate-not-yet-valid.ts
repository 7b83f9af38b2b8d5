import { phrase } from '../../text/phrase.ts';
import { neededByLines } from '../connector-sentences.ts';
import type { CertificateData, IssuerData, StoreData } from '../data/certificate-data.ts';
import type { ConnectorData, ConnectorsData, NameData } from '../data/connector-data.ts';
import type { ObservationData, ProbeData } from '../data/probe-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import type { ServerData } from '../data/server-data.ts';
import { effectsOf, hasConfiguredFiles, type ProtocolProblem } from '../effect-by-protocol.ts';
import { CERTIFICATE_FACTS } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { addressLines, earlierProbeLines, servedByLines, subjectLines } from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = Pick<ReasonData, 'reason'> &
  CertificateData &
  Pick<NameData, 'fqdn'> &
  ConnectorsData &
  Partial<
    Pick<ConnectorData, 'direction'> &
      StoreData &
      ServerData &
      Pick<IssuerData, 'issuer'> &
      ProbeData &
      Pick<ObservationData, 'lastSeen'>
  >;

/** Returns the URLs of the servers that serve the certificate; undefined if it is only on disk. */
const servingUrls = ({ probes }: Partial<Data>): readonly string[] | undefined => probes;

function servedCertificateLines(data: Data, probes: readonly string[]): readonly EventLine[] {
  return [
    ...servedByLines({ ...data, probes }),
    ...addressLines(data),
    ...subjectLines(data),
    phrase({
      en: 'Until then, peers that verify the certificate reject it. If it should already be valid, check the clock of this computer.',
      ja: 'それまで、証明書を検証する相手には拒否されます。すでに有効なはずの場合は、このコンピューターのシステム時刻を確認してください。',
    }),
    ...earlierProbeLines(data),
  ];
}

function candidateLines(data: Data): readonly EventLine[] {
  return [
    ...neededByLines(data),
    ...locationLines(data),
    phrase({
      en: 'Until then, no valid certificate is available. If it should already be valid, check the clock of this computer.',
      ja: 'それまで提示できる有効な証明書がありません。すでに有効なはずの場合は、このコンピューターのシステム時刻を確認してください。',
    }),
  ];
}

/** Returns the problem. A server whose settings name the file serves a certificate before its validity. */
function problemOf(data: Partial<Data>): ProtocolProblem {
  if (servingUrls(data) !== undefined) return 'served-rejected';
  return hasConfiguredFiles(data) ? 'selected-rejected' : 'no-certificate';
}

/**
 * Connectors have no valid certificate, and the best candidate is not valid yet; or a server serves
 * a certificate that is not valid yet.
 */
export const certificateNotYetValid: EventDefinition<Data, ['fqdn', 'thumbprint']> = defineEvent({
  eventId: 1303,
  symbolicName: 'CertificateNotYetValid',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Certificate not yet valid', ja: 'まだ有効ではない証明書' }),
  effect: (data) => effectsOf(problemOf(data), data),
  parameters: ['fqdn', 'thumbprint'],
  requiredFacts: { ...CERTIFICATE_FACTS, reason: true, fqdn: true, connectors: true, fqdns: true },
  firstLine: ({ parameters: { fqdn, thumbprint }, data }) => {
    const isServed = servingUrls(data) !== undefined;
    return phrase({
      en: (write: Writer) =>
        `The certificate ${isServed ? 'served ' : ''}for ${fqdn} (thumbprint ${thumbprint}) is not valid before ${write.instant(data.notBefore)}.`,
      ja: (write) =>
        `${fqdn} ${isServed ? 'でサーバーが提示している証明書' : 'の証明書'} (拇印 ${thumbprint}) はまだ有効ではありません (有効期間の開始: ${write.instant(data.notBefore)})。`,
    });
  },
  lines: ({ data }) => {
    const urls = servingUrls(data);
    return urls === undefined ? candidateLines(data) : servedCertificateLines(data, urls);
  },
});
