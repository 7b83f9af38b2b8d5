import type { Locale } from '../../text/locale.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, noTlsEffectLine, serverResponseLines } from '../served-sentences.ts';

/** Returns the first line. `detail` is `not-offered` or `refused`, as in `Served`. */
function firstLine(connector: string, probeUrl: string, { direction, detail }: Facts, locale: Locale): string {
  const name = connectorName(connector, direction, locale);
  const isRejected = detail === 'refused';
  if (locale === 'ja') {
    return isRejected
      ? `${name}は ${probeUrl} で STARTTLS の要求を拒否しました。`
      : `${name}は ${probeUrl} で STARTTLS を提供していません。`;
  }
  return isRejected ? `${name} rejects STARTTLS at ${probeUrl}.` : `${name} does not offer STARTTLS at ${probeUrl}.`;
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
  en: ({ parameters: [connector = '', probeUrl = ''], facts }, localization) => [
    firstLine(connector, probeUrl, facts, 'en'),
    ...serverResponseLines(facts, localization),
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    noTlsEffectLine(facts, 'en'),
  ],
  ja: ({ parameters: [connector = '', probeUrl = ''], facts }, localization) => [
    firstLine(connector, probeUrl, facts, 'ja'),
    ...serverResponseLines(facts, localization),
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    noTlsEffectLine(facts, 'ja'),
  ],
};
