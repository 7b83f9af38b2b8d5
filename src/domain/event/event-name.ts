import { phrase } from '../text/phrase.ts';
import type { FactsByName } from './data/facts-by-name.ts';
import type { Localization } from './localization.ts';

const TITLE_WITH_NUMBER = phrase({
  en: (title: string, eventId: string) => `${title} (event ${eventId})`,
  ja: (title, eventId) => `${title} (イベント ${eventId})`,
});

const NUMBER_WITH_TITLE = phrase({
  en: (eventId: string, title: string) => `event ${eventId}, "${title}"`,
  ja: (eventId, title) => `イベント ${eventId}「${title}」`,
});

const NUMBER = phrase({ en: (eventId: string) => `event ${eventId}`, ja: (eventId) => `イベント ${eventId}` });

/**
 * Returns the name of an event for the text of another one: `No usable certificate (event 12014)`.
 * Returns only the number of an event that this version does not know.
 * @param facts the facts of a record of the event; `{}`: unknown
 */
export function eventName(eventId: string, facts: FactsByName, { locale, definitionOf }: Localization): string {
  const title = definitionOf?.(Number(eventId))?.titleOf(facts)[locale];
  return title === undefined ? NUMBER[locale](eventId) : TITLE_WITH_NUMBER[locale](title, eventId);
}

/**
 * Returns the number of an event with its title: `event 12014, "No usable certificate"`. Returns only
 * the number of an event that this version does not know.
 */
export function quotedEventName(eventId: string, { locale, definitionOf }: Localization): string {
  const title = definitionOf?.(Number(eventId))?.titleOf({})[locale];
  return title === undefined ? NUMBER[locale](eventId) : NUMBER_WITH_TITLE[locale](eventId, title);
}
