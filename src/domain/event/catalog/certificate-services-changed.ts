import type { EventDefinition } from '../event-definition.ts';
import { locationLines, requestedByLines, servicesBeforeLines, servicesLines } from '../sentences.ts';

/** A command changed the services that a certificate of the personal store is enabled for. */
export const certificateServicesChanged: EventDefinition = {
  eventId: 1009,
  symbolicName: 'CertificateServicesChanged',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'names', 'services'],
  en: ({ parameters: [thumbprint = '', names = ''], facts }, wording) => [
    `The services of the certificate for ${names} were changed (thumbprint ${thumbprint}).`,
    ...servicesLines(facts, wording),
    ...servicesBeforeLines(facts, wording),
    ...locationLines(facts, wording),
    ...requestedByLines(facts, wording),
  ],
  ja: ({ parameters: [thumbprint = '', names = ''], facts }, wording) => [
    `${names} の証明書の割り当て先サービスを変更しました (拇印 ${thumbprint})。`,
    ...servicesLines(facts, wording),
    ...servicesBeforeLines(facts, wording),
    ...locationLines(facts, wording),
    ...requestedByLines(facts, wording),
  ],
};
