import type { Localization } from '../text/locale.ts';
import type { Instant } from '../time.ts';
import type { Facts } from './facts.ts';

/** Level of an event, as Event Viewer names it. */
export type EventLevel = 'Error' | 'Warning' | 'Information';

/** Level numbers of the Windows event schema. */
export const LEVEL_NUMBERS: Readonly<Record<EventLevel, 2 | 3 | 4>> = { Error: 2, Warning: 3, Information: 4 };

/** Provider of the events that Exchange defines. */
export const EXCHANGE_PROVIDER = 'MSExchangeTransport';
/** Provider of mailcertd's own events. */
export const MAILCERTD_PROVIDER = 'mailcertd';

/** The fields of an event record from which its text is rendered. */
export interface EventContent {
  readonly parameters: readonly string[];
  readonly facts: Facts;
  /** When the record was written. Left out: the text is of no record. */
  readonly timeCreated?: Instant;
}

/**
 * Returns the lines of an event. The first line names the object and the problem, and is
 * understandable without the other lines. The caller:
 * 1. adds the remedy and the help link
 * 2. escapes each line, because values are inserted raw
 */
export type EventText = (content: EventContent, localization: Localization) => readonly [string, ...string[]];

/**
 * One type of event: its number, level, parameters and text. Event numbers and the order of the
 * parameters never change, because scripts use them.
 */
export interface EventDefinition {
  readonly eventId: number;
  /** Name in Exchange, or a name in the same style. */
  readonly symbolicName: string;
  /** `exchange`: Exchange defines the event; `own`: mailcertd does. */
  readonly provider: 'exchange' | 'own';
  readonly level: EventLevel;
  /** Names of the positional parameters, in order. */
  readonly parameters: readonly string[];
  readonly en: EventText;
  readonly ja: EventText;
}
