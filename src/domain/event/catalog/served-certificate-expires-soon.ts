import type { EventDefinition } from '../event-definition.ts';
import { remainingTimeOf } from '../format-duration.ts';
import { formatInstant } from '../format-instant.ts';
import { remainingTimeInJapanese } from '../sentences.ts';
import { addressLines, earlierProbeLines, servedByLines, subjectLines } from '../served-sentences.ts';

/** A served certificate is expiring, and no event about the files on disk covers it. */
export const servedCertificateExpiresSoon: EventDefinition = {
  eventId: 1404,
  symbolicName: 'ServedCertificateExpiresSoon',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'hoursLeft'],
  en: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, localization) => [
    `The certificate served for ${fqdn} (thumbprint ${thumbprint}) expires in ${remainingTimeOf(facts, timeCreated, hours, 'en')}.`,
    `It expires on ${formatInstant(facts.notAfter, localization)}.`,
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...earlierProbeLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, localization) => [
    `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) の有効期限まであと ${remainingTimeInJapanese(facts, timeCreated, hours)}。`,
    `有効期限: ${formatInstant(facts.notAfter, localization)}`,
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...earlierProbeLines(facts, localization),
  ],
};
