import { type Phrase, phrase } from '../text/phrase.ts';
import type { Facts } from './event-data.ts';
import type { Localization } from './localization.ts';

/**
 * Returns the name of an event for the text of another one: `No usable certificate (event 12014)`.
 * Returns only the number of an event that this version does not know.
 * @param facts the facts of a record of the event; `{}`: unknown
 */
export function eventName(eventId: string, facts: Facts, { definitionOf }: Localization): Phrase<string> {
  const title = definitionOf?.(Number(eventId))?.titleOf(facts);
  return title === undefined
    ? phrase({ en: `event ${eventId}`, ja: `イベント ${eventId}` })
    : phrase({ en: `${title.en} (event ${eventId})`, ja: `${title.ja} (イベント ${eventId})` });
}
