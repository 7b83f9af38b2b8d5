import { type Phrase, phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { remoteCertificateLines, remoteServerName } from '../served-sentences.ts';
import type { Writer } from '../writer.ts';

type Data = ServedData & Pick<ReasonData, 'reason'>;

const RENEW_THERE: Phrase<string> = phrase({
  en: 'Renew the certificate on that server.',
  ja: 'そのサーバーで証明書を更新してください。',
});

/**
 * The certificate that another server of the organization serves to a Send connector has expired.
 */
export const remoteInternalTransportCertificateExpired: EventDefinition<Data, ['subject']> = defineEvent({
  eventId: 12019,
  symbolicName: 'RemoteInternalTransportCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  title: phrase({ en: 'Certificate of an internal server expired', ja: '組織内の接続先の証明書の有効期限切れ' }),
  effect: 'to-remote-if-verified',
  parameters: ['subject'],
  requiredFacts: { ...SERVED_FACTS, reason: true },
  firstLine: ({ parameters: { subject }, data }) => {
    const server = remoteServerName(data);
    // Records of earlier versions may name no server.
    if (server === undefined)
      return phrase({
        en: `The certificate of a remote server of the organization has expired: ${subject}.`,
        ja: `組織内の接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
      });
    return phrase({
      en: (write: Writer) =>
        `The certificate of the internal server ${write.text(server)} expired on ${write.instant(data.notAfter)}.`,
      ja: (write) =>
        `組織内の接続先 ${write.text(server)} の証明書は ${write.instant(data.notAfter)} に有効期限切れとなりました。`,
    });
  },
  lines: ({ data }) => remoteCertificateLines(data, RENEW_THERE),
});
