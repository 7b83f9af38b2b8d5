import type { Instant } from '../time.ts';
import type { EventLevel } from './event-definition.ts';
import type { Facts } from './facts.ts';

/** What a record says of its condition; `once` for what has no duration (started, installed …). */
export type Change = 'once' | 'raised' | 'repeated' | 'escalated' | 'cleared';

/** An event as it is to be written. Field names are those of the Windows event schema, in camel case. */
export interface NewEventRecord {
  readonly providerName: string;
  readonly eventId: number;
  readonly version: number;
  readonly level: EventLevel;
  readonly timeCreated: Instant;
  readonly computer: string;
  readonly change: Change;
  /** The condition it belongs to; undefined for `once`. */
  readonly conditionId: string | undefined;
  /** Positional: consumers index them. */
  readonly parameters: readonly string[];
  readonly facts: Facts;
  /** Commands that mend it, each an argv: never a shell string, for names are hostile. */
  readonly remedy: readonly (readonly string[])[];
}

/** An event as it was written. */
export interface EventRecord extends NewEventRecord {
  /** 1 and up, without gaps, in the order of writing. */
  readonly eventRecordId: number;
  readonly processId: number;
}
