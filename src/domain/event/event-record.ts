import type { Instant } from '../time.ts';
import type { FactsByName } from './data/facts-by-name.ts';
import type { EventLevel } from './event-definition.ts';

/** Kind of change of a condition; `once` for events without a condition (started, installed). */
export type Change = 'once' | 'raised' | 'repeated' | 'escalated' | 'cleared';

/**
 * An event record before it is written. Field names are those of the Windows event schema, in camel
 * case.
 */
export interface NewEventRecord {
  readonly providerName: string;
  readonly eventId: number;
  /** Version of the event definition. */
  readonly version: number;
  readonly level: EventLevel;
  readonly timeCreated: Instant;
  readonly computer: string;
  readonly change: Change;
  /** ID of the condition; undefined for `once`. */
  readonly conditionId: string | undefined;
  /** Positional, because consumers use them by index. */
  readonly parameters: readonly string[];
  /** Structured details, for JSON and rules. */
  readonly facts: FactsByName;
  /** Commands that fix the problem, each an argv. Never a shell string: names may be hostile. */
  readonly remedy: readonly (readonly string[])[];
}

/** An event record as it was written. */
export interface EventRecord extends NewEventRecord {
  /** Numbers from 1, without gaps, in the order of writing. */
  readonly eventRecordId: number;
  readonly processId: number;
}
