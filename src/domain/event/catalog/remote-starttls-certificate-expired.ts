import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { REMOTE_STEP, remoteCertificateLines, remoteServerName } from '../served-sentences.ts';
import type { Writer } from '../writer.ts';

type Data = ServedData & Pick<ReasonData, 'reason'>;

/** The certificate that a remote server serves to a Send connector has expired. */
export const remoteStarttlsCertificateExpired: EventDefinition<Data, ['subject']> = defineEvent({
  eventId: 12020,
  symbolicName: 'RemoteSTARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  title: phrase({ en: "Remote server's certificate expired", ja: '接続先の証明書の有効期限切れ' }),
  effect: 'to-remote-if-verified',
  parameters: ['subject'],
  requiredFacts: { ...SERVED_FACTS, reason: true },
  firstLine: ({ parameters: { subject }, data }) => {
    const server = remoteServerName(data);
    // Records of earlier versions may name no server.
    if (server === undefined)
      return phrase({
        en: `The remote server's certificate has expired: ${subject}.`,
        ja: `接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
      });
    return phrase({
      en: (write: Writer) =>
        `The certificate of the remote server ${write.text(server)} expired on ${write.instant(data.notAfter)}.`,
      ja: (write) =>
        `接続先 ${write.text(server)} の証明書は ${write.instant(data.notAfter)} に有効期限切れとなりました。`,
    });
  },
  lines: ({ data }) => remoteCertificateLines(data, REMOTE_STEP),
});
