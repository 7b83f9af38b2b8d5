import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, noTlsEffectLine, responseLines } from '../served-sentences.ts';

function firstLine(connector: string, probe: string, { direction, detail }: Facts, locale: Locale): string {
  const name = connectorName(connector, direction, locale);
  const isRefused = detail === 'refused';
  if (locale === 'ja') {
    return isRefused
      ? `${name}は ${probe} で STARTTLS の要求を拒否しました。`
      : `${name}は ${probe} で STARTTLS を提供していません。`;
  }
  return isRefused ? `${name} rejects STARTTLS at ${probe}.` : `${name} does not offer STARTTLS at ${probe}.`;
}

/** A server does not offer STARTTLS, or refuses it, and the files on disk do not explain why. */
export const starttlsNotOffered: EventDefinition = {
  eventId: 1401,
  symbolicName: 'StarttlsNotOffered',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'probe'],
  en: ({ parameters: [connector = '', probe = ''], facts }, localization) => [
    firstLine(connector, probe, facts, 'en'),
    ...responseLines(facts, localization),
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    noTlsEffectLine(facts, 'en'),
  ],
  ja: ({ parameters: [connector = '', probe = ''], facts }, localization) => [
    firstLine(connector, probe, facts, 'ja'),
    ...responseLines(facts, localization),
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    noTlsEffectLine(facts, 'ja'),
  ],
};
