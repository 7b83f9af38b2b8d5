import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, noTlsEffectLine, responseLines } from '../served-sentences.ts';

/** Returns the first line. `detail` is `not-offered` or `refused`, as in `Served`. */
function firstLine(connector: string, probe: string, { direction, detail }: Facts, locale: Locale): string {
  const name = connectorName(connector, direction, locale);
  const isRejected = detail === 'refused';
  if (locale === 'ja') {
    return isRejected
      ? `${name}は ${probe} で STARTTLS の要求を拒否しました。`
      : `${name}は ${probe} で STARTTLS を提供していません。`;
  }
  return isRejected ? `${name} rejects STARTTLS at ${probe}.` : `${name} does not offer STARTTLS at ${probe}.`;
}

/**
 * A server does not offer STARTTLS, or rejects it, and no event about the files on disk explains
 * this.
 */
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
