import { definitionOf } from '../event/catalog/all.ts';
import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';

const UNKNOWN_EVENT = phrase({
  en: (eventId: number) => `Event ${eventId}`,
  ja: (eventId) => `イベント ${eventId}`,
});

/** Returns the title of alerts about an event; for an event of a newer version, its number. */
export function alertTitle(eventId: number, locale: Locale): string {
  return definitionOf(eventId)?.title[locale] ?? UNKNOWN_EVENT[locale](eventId);
}
