import type { Described, EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonLines } from '../sentences.ts';
import { acceptNameLines, lostNameLines, previousLines } from '../served-regression-sentences.ts';
import { addressLines, lastServedLines, servedByLines, subjectLines } from '../served-sentences.ts';

function carriedLine({ names = [] }: Facts, { locale }: Wording): string {
  if (locale === 'ja')
    return names.length === 0 ? 'DNS 名は含まれていません。' : `含まれている DNS 名: ${names.join(', ')}`;
  return names.length === 0 ? 'The certificate has no DNS names.' : `DNS names in the certificate: ${names.join(', ')}`;
}

function firstLine(
  { parameters: [fqdn = '', thumbprint = ''], facts }: Pick<Described, 'parameters' | 'facts'>,
  { locale }: Wording,
): string {
  const hasLost = (facts.missingNames ?? []).length > 0;
  if (locale === 'ja') {
    return hasLost
      ? `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) に、以前の証明書の名前がありません。`
      : `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) に、その名前が含まれていません。`;
  }
  return hasLost
    ? `The certificate now served for ${fqdn} matches none of the previous names (thumbprint ${thumbprint}).`
    : `The certificate served for ${fqdn} does not match this name (thumbprint ${thumbprint}).`;
}

function text(described: Pick<Described, 'parameters' | 'facts'>, wording: Wording): readonly [string, ...string[]] {
  const { facts } = described;
  return [
    firstLine(described, wording),
    carriedLine(facts, wording),
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...previousLines(facts, { wasTrusted: false }, wording),
    ...lostNameLines(facts, wording),
    ...reasonLines(facts, wording),
    ...lastServedLines(facts, wording),
    ...acceptNameLines(facts, wording),
  ];
}

/**
 * A served certificate does not match the name that clients use for the server, or none of the
 * names that the previous certificate matched.
 * @see RFC 9525 section 6
 */
export const servedNameMismatch: EventDefinition = {
  eventId: 1405,
  symbolicName: 'ServedNameMismatch',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint'],
  en: text,
  ja: text,
};
