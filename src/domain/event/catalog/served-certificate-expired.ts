import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { reasonLines } from '../sentences.ts';
import {
  addressLines,
  earlierProbeLines,
  onDiskLines,
  reloadHintLines,
  servedByLines,
  subjectLines,
} from '../served-sentences.ts';

/** A served certificate has expired, and it is not the one that is selected from disk. */
export const servedCertificateExpired: EventDefinition = {
  eventId: 1403,
  symbolicName: 'ServedCertificateExpired',
  provider: 'own',
  level: 'Error',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `The certificate served for ${fqdn} expired on ${formatInstant(facts.notAfter, localization)} (thumbprint ${thumbprint}).`,
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...reasonLines(facts, localization),
    ...onDiskLines(facts, localization),
    ...reloadHintLines(facts, localization),
    ...earlierProbeLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `${fqdn} でサーバーが提示している証明書は ${formatInstant(facts.notAfter, localization)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...reasonLines(facts, localization),
    ...onDiskLines(facts, localization),
    ...reloadHintLines(facts, localization),
    ...earlierProbeLines(facts, localization),
  ],
};
