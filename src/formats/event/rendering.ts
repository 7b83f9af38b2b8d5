import type { EventDefinition } from '../../domain/event/event-definition.ts';
import type { Locale } from '../../domain/text/locale.ts';
import type { OffsetMinutes } from '../../domain/time.ts';

/** The settings for rendering records: language, time zone, help pages and event catalog. */
export interface Rendering {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
  /** A URL or a full path; any other value is ignored. `{id}` is replaced by the event number. */
  readonly helpLink: string;
  /** The argv prefix that runs mailcertd for this log; left out: `mailcertd`. */
  readonly command?: readonly [string, ...string[]];
  /** Returns the definition of an event; undefined: an event of a newer version. */
  readonly definitionOf: (eventId: number) => EventDefinition | undefined;
}
