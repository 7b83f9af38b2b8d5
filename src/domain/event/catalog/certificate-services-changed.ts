import { phrase } from '../../text/phrase.ts';
import { previousServicesLines, requestedByLines, servicesLines } from '../change-sentences.ts';
import type { RequestData, StoreChangeData } from '../data/change-data.ts';
import { REQUEST_FACTS, STORED_CERTIFICATE_FACTS, type StoredCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';

type Data = StoredCertificateData &
  Pick<StoreChangeData, 'services'> &
  Partial<Pick<StoreChangeData, 'previousServices'>> &
  RequestData;

/**
 * A command changed the services that a certificate of the personal store is enabled for. The text
 * shows the services from the data, which are those of the third parameter.
 */
export const certificateServicesChanged: EventDefinition<Data, ['thumbprint', 'names', 'services']> = defineEvent({
  eventId: 1009,
  symbolicName: 'CertificateServicesChanged',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Services of a certificate changed', ja: '証明書のサービスの変更' }),
  effect: 'no-effect',
  parameters: ['thumbprint', 'names', 'services'],
  requiredFacts: { ...STORED_CERTIFICATE_FACTS, ...REQUEST_FACTS, services: true },
  firstLine: ({ parameters: { thumbprint, names } }) =>
    phrase({
      en: `The services of the certificate for ${names} were changed (thumbprint ${thumbprint}).`,
      ja: `${names} の証明書の割り当て先サービスを変更しました (拇印 ${thumbprint})。`,
    }),
  lines: ({ data }) => [
    ...servicesLines(data),
    ...previousServicesLines(data),
    ...locationLines(data),
    ...requestedByLines(data),
  ],
});
