import { joinList } from '../text/join-list.ts';
import type { Locale } from '../text/locale.ts';
import type { Phrase } from '../text/phrase.ts';
import type { Instant, OffsetMinutes } from '../time.ts';
import { connectorName } from './connector-name.ts';
import type { ConnectorData } from './data/connector-data.ts';
import type { FactsByName } from './data/facts-by-name.ts';
import { eventName, quotedEventName } from './event-name.ts';
import { formatDuration } from './format-duration.ts';
import { formatInstant } from './format-instant.ts';
import type { Localization } from './localization.ts';
import { quoteName } from './quote-name.ts';
import { storeName } from './store-name.ts';

/** A text that is made in one language, with the values that the writer writes. */
type WrittenText = (write: Writer) => string;

/**
 * A line of an event, or a part of it. A string is the same in both languages, for example a path.
 * Only the writer knows the language and time zone, so no date or name is in the wrong one.
 */
export type EventLine = string | WrittenText | Phrase<string | WrittenText>;

/** Writes the values in the text of an event, in the language and time zone of the reader. */
export class Writer implements Localization {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
  readonly definitionOf?: NonNullable<Localization['definitionOf']>;

  constructor({ locale, offsetMinutes, definitionOf }: Localization) {
    this.locale = locale;
    this.offsetMinutes = offsetMinutes;
    if (definitionOf !== undefined) this.definitionOf = definitionOf;
  }

  /** Returns a text that is part of another one. */
  text(line: EventLine): string {
    const text = typeof line === 'object' ? line[this.locale] : line;
    return typeof text === 'string' ? text : text(this);
  }

  /** Returns an instant, as `formatInstant` does. */
  instant(at: Instant): string {
    return formatInstant(at, this);
  }

  /** Returns a duration, as `formatDuration` does. */
  duration(ms: number): string {
    return formatDuration(ms, this.locale);
  }

  /** Returns a name in quotation marks. */
  quote(name: string): string {
    return quoteName(name, this.locale);
  }

  /** Returns the items of a list as one text, as `joinList` does. */
  list(items: readonly string[]): string {
    return joinList(items, this.locale);
  }

  /** Returns a connector with its direction. */
  connector(name: string, direction: ConnectorData['direction'] | undefined): string {
    return connectorName(name, direction, this.locale);
  }

  /** Returns the name of an event, as `eventName` does. */
  event(eventId: string, facts: FactsByName): string {
    return eventName(eventId, facts, this);
  }

  /** Returns the number and the title of an event, as `quotedEventName` does. */
  quotedEvent(eventId: string): string {
    return quotedEventName(eventId, this);
  }

  /** Returns the name of a store, as `storeName` does. */
  store(store: string): string {
    return storeName(store, this.locale);
  }
}
