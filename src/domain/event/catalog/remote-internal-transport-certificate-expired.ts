import type { EventDefinition } from '../event-definition.ts';
import { remoteCertificateLines } from '../served-sentences.ts';

/**
 * The certificate that another server of the organization serves to a Send connector has expired.
 */
export const remoteInternalTransportCertificateExpired: EventDefinition = {
  eventId: 12019,
  symbolicName: 'RemoteInternalTransportCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  parameters: ['subject'],
  en: ({ parameters: [subject = ''], facts }, localization) => [
    `The certificate of a remote server of the organization has expired: ${subject}.`,
    ...remoteCertificateLines(facts, localization),
  ],
  ja: ({ parameters: [subject = ''], facts }, localization) => [
    `組織内の接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
    ...remoteCertificateLines(facts, localization),
  ],
};
