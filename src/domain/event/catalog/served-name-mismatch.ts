import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonLines } from '../sentences.ts';
import { addressLines, lastServedLines, servedByLines, subjectLines } from '../served-sentences.ts';

function carriedLine({ names = [] }: Facts, { locale }: Wording): string {
  if (locale === 'ja')
    return names.length === 0 ? 'DNS 名は含まれていません。' : `含まれている DNS 名: ${names.join(', ')}`;
  return names.length === 0 ? 'It carries no DNS name.' : `It carries: ${names.join(', ')}`;
}

/** What a server presents does not carry the name by which it is known. @see RFC 9525 section 6 */
export const servedNameMismatch: EventDefinition = {
  eventId: 1405,
  symbolicName: 'ServedNameMismatch',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate served for ${fqdn} does not carry that name (thumbprint ${thumbprint}).`,
    carriedLine(facts, wording),
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...reasonLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) に、その名前が含まれていません。`,
    carriedLine(facts, wording),
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...reasonLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
};
