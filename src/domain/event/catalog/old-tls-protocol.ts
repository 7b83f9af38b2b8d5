import { type Phrase, phrase } from '../../text/phrase.ts';
import { effectByProtocol, type MailUser, mailUsersOf } from '../effect-by-protocol.ts';
import type { ConversationData, ReasonData } from '../event-data.ts';
import { NO_PROBED_CONNECTOR, type ProbedConnectorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { connectorPhrase, reasonLines } from '../sentences.ts';
import { addressLines, earlierProbeLines } from '../served-sentences.ts';

type Data = ProbedConnectorData & Pick<ConversationData, 'protocol'> & Pick<ReasonData, 'reason'>;

/** The lines about clients that do not support the version. */
const UNSUPPORTED: Readonly<Record<MailUser, Phrase<string>>> = {
  servers: {
    en: 'Many clients no longer support this version: their mail is sent unencrypted, or not at all.',
    ja: 'このバージョンは多くのクライアントで無効になっており、そのようなクライアントのメールは暗号化されずに送受信されるか、配送されません。',
  },
  clients: {
    en: 'Many mail clients no longer support this version and cannot connect.',
    ja: 'このバージョンは多くのメール クライアントで無効になっており、そのようなクライアントは接続できません。',
  },
  remote: {
    en: 'If this server no longer supports this version, mail to the remote server is sent unencrypted, or not at all.',
    ja: 'このサーバーでこのバージョンが無効になっている場合、接続先へのメールは暗号化されずに送信されるか、配送されません。',
  },
};

/**
 * A server supports only obsolete TLS versions.
 * @see RFC 8996
 */
export const oldTlsProtocol: EventDefinition<Data, ['connector', 'probe', 'protocol']> = defineEvent({
  eventId: 1409,
  symbolicName: 'OldTlsProtocol',
  provider: 'own',
  level: 'Warning',
  title: { en: 'Old TLS version only', ja: '古い TLS バージョンのみに対応' },
  effect: effectByProtocol('old-version'),
  parameters: ['connector', 'probe', 'protocol'],
  missingData: { ...NO_PROBED_CONNECTOR, protocol: '', reason: '' },
  firstLine: ({ parameters: { connector, probe, protocol }, data: { direction } }) => {
    const name = connectorPhrase(connector, direction);
    return phrase({
      en: `${name.en} supports no version newer than ${protocol} at ${probe}.`,
      ja: `${name.ja}は ${probe} で ${protocol} より新しい TLS に対応していません。`,
    });
  },
  lines: ({ data }, localization) => [
    ...addressLines(data, localization),
    ...reasonLines(data),
    ...mailUsersOf(data).map((user) => UNSUPPORTED[user]),
    ...earlierProbeLines(data, localization),
  ],
});
