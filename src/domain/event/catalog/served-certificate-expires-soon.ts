import type { EventDefinition } from '../event-definition.ts';
import { remainingInJapanese } from '../sentences.ts';
import { addressLines, lastServedLines, servedByLines, subjectLines } from '../served-sentences.ts';
import { remainingIn, when } from '../wording.ts';

/** A served certificate is expiring, and no event about the files on disk covers it. */
export const servedCertificateExpiresSoon: EventDefinition = {
  eventId: 1404,
  symbolicName: 'ServedCertificateExpiresSoon',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'hoursLeft'],
  en: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, wording) => [
    `The certificate served for ${fqdn} (thumbprint ${thumbprint}) expires in ${remainingIn(facts, timeCreated, hours, 'en')}.`,
    `It expires on ${when(facts.notAfter, wording)}.`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, wording) => [
    `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) の有効期限まであと ${remainingInJapanese(facts, timeCreated, hours)}。`,
    `有効期限: ${when(facts.notAfter, wording)}`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
};
