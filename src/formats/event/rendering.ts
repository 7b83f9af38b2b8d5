import type { EventType } from '../../domain/event/event-definition.ts';
import type { Locale } from '../../domain/text/locale.ts';
import type { OffsetMinutes } from '../../domain/time.ts';

/** The event pages that exist in another language than English. */
export interface TranslatedPages {
  /** A full path, in which `{id}` is replaced by the event number. */
  readonly helpLink: string;
  /** The events that have such a page; the others have the page of `Rendering.helpLink`. */
  readonly eventIds: ReadonlySet<number>;
}

/** The settings for rendering records: language, time zone, help pages and event catalog. */
export interface Rendering {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
  /** A URL or a full path; any other value is ignored. `{id}` is replaced by the event number. */
  readonly helpLink: string;
  /** The pages in the language of the locale, if some are installed. */
  readonly translatedPages?: TranslatedPages;
  /** The argv prefix that runs mailcertd for this log; left out: `mailcertd`. */
  readonly command?: readonly [string, ...string[]];
  /** Returns the definition of an event; undefined: an event of a newer version. */
  readonly definitionOf: (eventId: number) => EventType | undefined;
}
