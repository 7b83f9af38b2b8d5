import type { EventDefinition, Locale } from '../../domain/event/event-definition.ts';
import type { OffsetMinutes } from '../../domain/time.ts';

/** What text is made with, besides the record: the language, the wall clock, the help line and the catalogue. */
export interface Rendering {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
  /** An address or a full path, else it is shown nowhere. `{id}` stands for the event's number. */
  readonly helpLink: string;
  /** How mailcertd is called for the log that is read, an argv to go on with; left out: by its name alone. */
  readonly command?: readonly [string, ...string[]];
  /** undefined: a record of a version that knew more events. */
  readonly definitionOf: (eventId: number) => EventDefinition | undefined;
}
