import { phrase } from '../../text/phrase.ts';
import { STARTTLS_MISSING_FACTS, type StarttlsMissingData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../reason-sentences.ts';
import {
  addressLines,
  nextStepLine,
  STARTTLS_STEP,
  serverResponseLines,
  starttlsMissingEffect,
} from '../served-sentences.ts';
import type { Writer } from '../writer.ts';

/**
 * A server does not offer STARTTLS, or rejects it, and no event about the files on disk explains
 * this.
 */
export const starttlsNotOffered: EventDefinition<StarttlsMissingData, ['connector', 'probe']> = defineEvent({
  eventId: 1401,
  symbolicName: 'StarttlsNotOffered',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'STARTTLS not offered', ja: 'STARTTLS の提供なし' }),
  effect: starttlsMissingEffect,
  parameters: ['connector', 'probe'],
  requiredFacts: STARTTLS_MISSING_FACTS,
  firstLine: ({ parameters: { connector, probe }, data: { direction, detail } }) => {
    return detail === 'refused'
      ? phrase({
          en: (write: Writer) => `${write.connector(connector, direction)} rejects STARTTLS at ${probe}.`,
          ja: (write) => `${write.connector(connector, direction)}は ${probe} で STARTTLS の要求を拒否しました。`,
        })
      : phrase({
          en: (write: Writer) => `${write.connector(connector, direction)} does not offer STARTTLS at ${probe}.`,
          ja: (write) => `${write.connector(connector, direction)}は ${probe} で STARTTLS を提供していません。`,
        });
  },
  lines: ({ data }) => [
    ...serverResponseLines(data),
    ...addressLines(data),
    ...reasonLines(data),
    nextStepLine(data, STARTTLS_STEP),
  ],
});
