import type { EventDefinition } from '../event-definition.ts';
import { remoteCertificateLines } from '../served-sentences.ts';

/** The certificate that a remote server serves to a Send connector has expired. */
export const remoteStarttlsCertificateExpired: EventDefinition = {
  eventId: 12020,
  symbolicName: 'RemoteSTARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  parameters: ['subject'],
  en: ({ parameters: [subject = ''], facts }, localization) => [
    `The remote server's certificate has expired: ${subject}.`,
    ...remoteCertificateLines(facts, localization),
  ],
  ja: ({ parameters: [subject = ''], facts }, localization) => [
    `接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
    ...remoteCertificateLines(facts, localization),
  ],
};
