import type { Locale } from '../text/locale.ts';
import type { Phrase } from '../text/phrase.ts';
import type { OffsetMinutes } from '../time.ts';
import type { FactsByName } from './data/facts-by-name.ts';

/** The language of a text, the UTC offset of its times, and the names of events. */
export interface Localization {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
  /**
   * Returns the definition of an event that another one names; undefined: the event is unknown. Left
   * out: texts name the number.
   */
  readonly definitionOf?: (eventId: number) => { readonly titleOf: (facts: FactsByName) => Phrase<string> } | undefined;
}
