import { definitionOf } from '../event/catalog/all.ts';
import type { FactsByName } from '../event/data/facts-by-name.ts';
import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';

const UNKNOWN_EVENT = phrase({
  en: (eventId: number) => `Event ${eventId}`,
  ja: (eventId) => `イベント ${eventId}`,
});

/**
 * Returns the title of alerts about an event; for an event of a newer version, its number.
 * @param facts the facts of a record of the event; some titles depend on them
 * @param parameters the parameters of that record; likewise
 */
export function alertTitle(
  eventId: number,
  locale: Locale,
  facts: FactsByName = {},
  parameters: readonly string[] = [],
): string {
  return definitionOf(eventId)?.titleOf(facts, parameters)[locale] ?? UNKNOWN_EVENT[locale](eventId);
}
