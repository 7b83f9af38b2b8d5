import type { Instant, OffsetMinutes } from '../time.ts';
import type { Facts } from './facts.ts';

/** Level of an event, as Event Viewer names it. */
export type EventLevel = 'Error' | 'Warning' | 'Information';
/** Language of a text. */
export type Locale = 'en' | 'ja';

/** Level numbers of the Windows event schema. */
export const LEVEL_NUMBERS: Readonly<Record<EventLevel, 2 | 3 | 4>> = { Error: 2, Warning: 3, Information: 4 };

/** Provider of the events that Exchange defines. */
export const EXCHANGE_PROVIDER = 'MSExchangeTransport';
/** Provider of mailcertd's own events. */
export const OWN_PROVIDER = 'mailcertd';

/** Data of a record from which its text is made. */
export interface Described {
  readonly parameters: readonly string[];
  readonly facts: Facts;
  /** Time of the record; omitted if the text is made without a record. */
  readonly timeCreated?: Instant;
}

/** Language and UTC offset of a text. */
export interface Wording {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
}

/**
 * Function that returns the lines of an event. The first line names the object and the problem, and
 * is understandable on its own. The caller adds the remedy and the help link, and escapes each line,
 * because values are inserted raw.
 */
export type Sentences = (described: Described, wording: Wording) => readonly [string, ...string[]];

/** Definition of an event. Numbers and the order of parameters never change. */
export interface EventDefinition {
  readonly eventId: number;
  /** Name in Exchange, or a name in the same style. */
  readonly symbolicName: string;
  readonly provider: 'exchange' | 'own';
  readonly level: EventLevel;
  /** Names of the positional parameters, in order. */
  readonly parameters: readonly string[];
  readonly en: Sentences;
  readonly ja: Sentences;
}
