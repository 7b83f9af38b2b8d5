import type { Localization } from '../../text/locale.ts';
import type { EventContent, EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonLines } from '../sentences.ts';
import { acceptNameLines, lostNameLines, previouslyServedLines } from '../served-regression-sentences.ts';
import { addressLines, earlierProbeLines, servedByLines, subjectLines } from '../served-sentences.ts';

function dnsNamesLine({ names = [] }: Facts, { locale }: Localization): string {
  if (locale === 'ja')
    return names.length === 0 ? 'DNS 名は含まれていません。' : `含まれている DNS 名: ${names.join(', ')}`;
  return names.length === 0 ? 'The certificate has no DNS names.' : `DNS names in the certificate: ${names.join(', ')}`;
}

function firstLine(
  { parameters: [fqdn = '', thumbprint = ''], facts }: Pick<EventContent, 'parameters' | 'facts'>,
  { locale }: Localization,
): string {
  const hasLostNames = (facts.missingNames ?? []).length > 0;
  if (locale === 'ja') {
    return hasLostNames
      ? `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) に、以前の証明書の名前がありません。`
      : `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) に、その名前が含まれていません。`;
  }
  return hasLostNames
    ? `The certificate now served for ${fqdn} matches none of the previous names (thumbprint ${thumbprint}).`
    : `The certificate served for ${fqdn} does not match this name (thumbprint ${thumbprint}).`;
}

function eventText(
  content: Pick<EventContent, 'parameters' | 'facts'>,
  localization: Localization,
): readonly [string, ...string[]] {
  const { facts } = content;
  return [
    firstLine(content, localization),
    dnsNamesLine(facts, localization),
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...previouslyServedLines(facts, { mentionsTrust: false }, localization),
    ...lostNameLines(facts, localization),
    ...reasonLines(facts, localization),
    ...earlierProbeLines(facts, localization),
    ...acceptNameLines(facts, localization),
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
  en: eventText,
  ja: eventText,
};
