import { type Phrase, phrase } from '../../text/phrase.ts';
import type { ConversationData } from '../data/probe-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { PROBED_CONNECTOR_FACTS, type ProbedConnectorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../reason-sentences.ts';
import { addressLines, earlierProbeLines, nextStepLine } from '../served-sentences.ts';
import type { Writer } from '../writer.ts';

type Data = ProbedConnectorData & Pick<ConversationData, 'protocol'> & Pick<ReasonData, 'reason'>;

const ALLOW_TLS_12: Phrase<string> = phrase({
  en: 'Allow TLS 1.2 and newer. Postfix: smtpd_tls_protocols = >=TLSv1.2. Dovecot: ssl_min_protocol = TLSv1.2',
  ja: 'TLS 1.2 以降を許可してください。Postfix: smtpd_tls_protocols = >=TLSv1.2、Dovecot: ssl_min_protocol = TLSv1.2',
});

/**
 * A server supports only obsolete TLS versions.
 * @see RFC 8996
 */
export const oldTlsProtocol: EventDefinition<Data, ['connector', 'probe', 'protocol']> = defineEvent({
  eventId: 1409,
  symbolicName: 'OldTlsProtocol',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Old TLS version only', ja: '古い TLS バージョンのみに対応' }),
  effect: effectByProtocol('old-version'),
  parameters: ['connector', 'probe', 'protocol'],
  requiredFacts: { ...PROBED_CONNECTOR_FACTS, protocol: true, reason: true },
  firstLine: ({ parameters: { connector, probe, protocol }, data: { direction } }) => {
    return phrase({
      en: (write: Writer) =>
        `${write.connector(connector, direction)} supports no version newer than ${protocol} at ${probe}.`,
      ja: (write) =>
        `${write.connector(connector, direction)}は ${probe} で ${protocol} より新しい TLS に対応していません。`,
    });
  },
  lines: ({ data }) => [
    ...addressLines(data),
    ...reasonLines(data),
    nextStepLine(data, ALLOW_TLS_12),
    ...earlierProbeLines(data),
  ],
});
