import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../event-data.ts';
import { NO_SERVED, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { remoteCertificateLines } from '../served-sentences.ts';

type Data = ServedData & Pick<ReasonData, 'reason'>;

/** The certificate that a remote server serves to a Send connector has expired. */
export const remoteStarttlsCertificateExpired: EventDefinition<Data, ['subject']> = defineEvent({
  eventId: 12020,
  symbolicName: 'RemoteSTARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  title: { en: "Remote server's certificate expired", ja: '接続先の証明書の有効期限切れ' },
  effect: 'to-remote-if-verified',
  parameters: ['subject'],
  missingData: { ...NO_SERVED, reason: '' },
  firstLine: ({ parameters: { subject } }) =>
    phrase({
      en: `The remote server's certificate has expired: ${subject}.`,
      ja: `接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
    }),
  lines: ({ data }) => remoteCertificateLines(data),
});
