import type { EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../sentences.ts';
import {
  addressLines,
  lastServedLines,
  onDiskLines,
  servedByLines,
  staleLines,
  subjectLines,
} from '../served-sentences.ts';
import { when } from '../wording.ts';

/** A served certificate has expired, and it is not the one that is selected from disk. */
export const servedCertificateExpired: EventDefinition = {
  eventId: 1403,
  symbolicName: 'ServedCertificateExpired',
  provider: 'own',
  level: 'Error',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate served for ${fqdn} expired on ${when(facts.notAfter, wording)} (thumbprint ${thumbprint}).`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...reasonLines(facts, wording),
    ...onDiskLines(facts, wording),
    ...staleLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} でサーバーが提示している証明書は ${when(facts.notAfter, wording)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...reasonLines(facts, wording),
    ...onDiskLines(facts, wording),
    ...staleLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
};
