import { phrase } from '../../text/phrase.ts';
import { NO_STARTTLS_MISSING, type StarttlsMissingData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { connectorPhrase, reasonLines } from '../sentences.ts';
import { addressLines, serverResponseLines, starttlsMissingEffect } from '../served-sentences.ts';

/**
 * A server does not offer STARTTLS, or rejects it, and no event about the files on disk explains
 * this.
 */
export const starttlsNotOffered: EventDefinition<StarttlsMissingData, ['connector', 'probe']> = defineEvent({
  eventId: 1401,
  symbolicName: 'StarttlsNotOffered',
  provider: 'own',
  level: 'Warning',
  title: { en: 'STARTTLS not offered', ja: 'STARTTLS の提供なし' },
  effect: starttlsMissingEffect,
  parameters: ['connector', 'probe'],
  missingData: NO_STARTTLS_MISSING,
  firstLine: ({ parameters: { connector, probe }, data: { direction, detail } }) => {
    const name = connectorPhrase(connector, direction);
    return detail === 'refused'
      ? phrase({
          en: `${name.en} rejects STARTTLS at ${probe}.`,
          ja: `${name.ja}は ${probe} で STARTTLS の要求を拒否しました。`,
        })
      : phrase({
          en: `${name.en} does not offer STARTTLS at ${probe}.`,
          ja: `${name.ja}は ${probe} で STARTTLS を提供していません。`,
        });
  },
  lines: ({ data }, localization) => [
    ...serverResponseLines(data),
    ...addressLines(data, localization),
    ...reasonLines(data),
  ],
  hasEffectLine: true,
});
