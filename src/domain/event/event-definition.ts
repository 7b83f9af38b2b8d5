import type { Instant, OffsetMinutes } from '../time.ts';
import type { Facts } from './facts.ts';

export type EventLevel = 'Error' | 'Warning' | 'Information';
export type Locale = 'en' | 'ja';

/** Numbers of the Windows event schema. */
export const LEVEL_NUMBERS: Readonly<Record<EventLevel, 2 | 3 | 4>> = { Error: 2, Warning: 3, Information: 4 };

export const EXCHANGE_PROVIDER = 'MSExchangeTransport';
export const OWN_PROVIDER = 'mailcertd';

/** The part of a record that a message is made of. */
export interface Described {
  readonly parameters: readonly string[];
  readonly facts: Facts;
  /** When the record was written; left out where a sentence is made without a record. */
  readonly timeCreated?: Instant;
}

/** In which language, and on whose wall clock, a sentence is made. */
export interface Wording {
  readonly locale: Locale;
  readonly offsetMinutes: OffsetMinutes;
}

/**
 * The sentences of an event. The first line alone says what is wrong with what; remedy and help line are added by the
 * renderer. Values are put in raw: whoever prints them escapes each line.
 */
export type Sentences = (described: Described, wording: Wording) => readonly [string, ...string[]];

/** One page of the catalogue: an event, its number, its parameters, and its words. Numbers and order are for ever. */
export interface EventDefinition {
  readonly eventId: number;
  /** As Exchange names it, or in its manner. */
  readonly symbolicName: string;
  readonly provider: 'exchange' | 'own';
  readonly level: EventLevel;
  /** Names of the positional parameters, in order. */
  readonly parameters: readonly string[];
  readonly en: Sentences;
  readonly ja: Sentences;
}
