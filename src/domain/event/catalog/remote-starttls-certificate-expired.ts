import type { EventDefinition } from '../event-definition.ts';
import { remoteLines } from '../served-sentences.ts';

/** The certificate that a remote server serves to a Send connector has expired. */
export const remoteStarttlsCertificateExpired: EventDefinition = {
  eventId: 12020,
  symbolicName: 'RemoteSTARTTLSCertificateExpired',
  provider: 'exchange',
  level: 'Error',
  parameters: ['subject'],
  en: ({ parameters: [subject = ''], facts }, wording) => [
    `The remote server's certificate has expired: ${subject}.`,
    ...remoteLines(facts, wording),
  ],
  ja: ({ parameters: [subject = ''], facts }, wording) => [
    `接続先の証明書は有効期限切れです (サブジェクト ${subject})。`,
    ...remoteLines(facts, wording),
  ],
};
