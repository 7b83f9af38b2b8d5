import type { EventDefinition } from '../event-definition.ts';
import { locationLines, previousServicesLines, requestedByLines, servicesLines } from '../sentences.ts';

/**
 * A command changed the services that a certificate of the personal store is enabled for. The text
 * shows the services from the facts, which are those of the third parameter.
 */
export const certificateServicesChanged: EventDefinition = {
  eventId: 1009,
  symbolicName: 'CertificateServicesChanged',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'names', 'services'],
  en: ({ parameters: [thumbprint = '', names = ''], facts }, localization) => [
    `The services of the certificate for ${names} were changed (thumbprint ${thumbprint}).`,
    ...servicesLines(facts, localization),
    ...previousServicesLines(facts, localization),
    ...locationLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = '', names = ''], facts }, localization) => [
    `${names} の証明書の割り当て先サービスを変更しました (拇印 ${thumbprint})。`,
    ...servicesLines(facts, localization),
    ...previousServicesLines(facts, localization),
    ...locationLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
};
