import { reasonInParentheses, reasonText } from '../../failure/reason-text.ts';
import { type Phrase, phrase } from '../../text/phrase.ts';
import { unreachableEffects } from '../effect-by-protocol.ts';
import { ERROR_FACTS, type ErrorData, PROBED_CONNECTOR_FACTS, type ProbedConnectorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { addressLines } from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ProbedConnectorData & ErrorData;

/**
 * Returns the line with the last successful probe. The conditions about the certificate that was
 * served then stay open until the next successful probe.
 */
function lastSuccessLine({ lastSeen }: Data): EventLine {
  if (lastSeen === undefined)
    return phrase({
      en: 'No probe has succeeded yet.',
      ja: '提示している証明書はまだ一度も確認できていません。',
    });
  return phrase({
    en: (write: Writer) =>
      `The last successful probe was on ${write.instant(lastSeen)}. The open conditions of this connector stay open until a probe succeeds.`,
    ja: (write) =>
      `提示している証明書を最後に確認したのは ${write.instant(lastSeen)} です。このコネクタの未解消の問題は、再び確認できるまで保持します。`,
  });
}

/** Returns the line about an unusable client certificate: the server was not contacted. */
function clientCertificateLines({ reason }: Data): readonly EventLine[] {
  if (reason !== 'client_certificate_unusable') return [];
  return [
    phrase({
      en: 'The server was not contacted. Fix the file above, which is clientCertificateFile or clientKeyFile of the connector.',
      ja: 'サーバーには接続していません。上記のファイル (このコネクタの clientCertificateFile または clientKeyFile) を修正してください。',
    }),
  ];
}

const CHECK_SERVER: Phrase<string> = phrase({
  en: 'Check that the server is running and listens on this address, and that no firewall blocks this computer: ss -ltnp',
  ja: 'サーバーが動作してこのアドレスで待ち受けていること、ファイアウォールで遮断されていないことを確認してください: ss -ltnp',
});

/** The reasons why a probe fails if the server does not run, or does not answer. */
const SILENT_SERVER: ReadonlySet<string> = new Set(['connection_refused', 'connection_lost', 'timed_out']);

/** Returns the line with the next step if the server of a Receive connector does not answer. */
function serverLines({ reason, direction }: Data): readonly EventLine[] {
  return direction === 'send' || !SILENT_SERVER.has(reason) ? [] : [CHECK_SERVER];
}

/**
 * The last probes of an address of a connector failed, or its host name could not be resolved, so
 * it is unknown which certificate is served there.
 */
export const connectorUnreachable: EventDefinition<Data, ['connector', 'probe', 'reason']> = defineEvent({
  eventId: 1400,
  symbolicName: 'ConnectorUnreachable',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Connector could not be probed', ja: 'コネクタの接続確認不可' }),
  effect: unreachableEffects,
  parameters: ['connector', 'probe', 'reason'],
  requiredFacts: { ...PROBED_CONNECTOR_FACTS, ...ERROR_FACTS },
  firstLine: ({ parameters: { connector, probe, reason }, data: { direction } }) => {
    const reasonJa = reasonText(reason, 'ja');
    return phrase({
      en: (write: Writer) =>
        `${write.connector(connector, direction)} could not be probed at ${probe}${reasonInParentheses(reason, 'en')}.`,
      ja: (write) =>
        `${write.connector(connector, direction)}の接続確認ができません (${reasonJa === undefined ? probe : `${probe}、${reasonJa}`})。`,
    });
  },
  lines: ({ data }) => [
    ...addressLines(data),
    ...clientCertificateLines(data),
    lastSuccessLine(data),
    ...serverLines(data),
  ],
});
