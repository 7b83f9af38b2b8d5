import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../event-data.ts';
import { NO_SERVED, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { remoteCertificateLines } from '../served-sentences.ts';

type Data = ServedData & Pick<ReasonData, 'reason'>;

/**
 * The certificate that another server of the organization serves to a Send connector has expired.
 */
export const remoteInternalTransportCertificateExpired: EventDefinition<Data, ['subject']> = defineEvent({
  eventId: 12019,
  symbolicName: 'RemoteInternalTransportCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  title: { en: 'Certificate of an internal server expired', ja: '組織内の接続先の証明書の有効期限切れ' },
  effect: 'to-remote-if-verified',
  parameters: ['subject'],
  missingData: { ...NO_SERVED, reason: '' },
  firstLine: ({ parameters: { subject } }) =>
    phrase({
      en: `The certificate of a remote server of the organization has expired: ${subject}.`,
      ja: `組織内の接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
    }),
  lines: ({ data }) => remoteCertificateLines(data),
});
