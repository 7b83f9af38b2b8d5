import type { EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/**
 * How a delivery stands. gathering: it waits for company; due: it waits for its turn; held: a worker has it, until its lease
 * runs out; moot: nobody is there any more to be told. The last three are for ever.
 */
export type DeliveryState = 'gathering' | 'due' | 'held' | 'delivered' | 'given-up' | 'moot';

/** A record that a delivery tells of. */
export interface DeliveryRecord {
  readonly eventRecordId: number;
  /** undefined: of something that has no duration. No delivery overtakes another of its notifier, or of a part of it, that shares one. */
  readonly conditionId: string | undefined;
  /** Whether its notifier has not been told of the condition before: to that one it begins, whatever the record says. */
  readonly isFirst: boolean;
}

/** Records on their way to one notifier, as one alert. */
export interface NewDelivery {
  /** The same at every retry; never used again. */
  readonly deliveryId: string;
  readonly notifier: string;
  /** Only records of one key come together. */
  readonly groupKey: string;
  readonly createdAt: Instant;
  /** When gathering ends, and it is first due. */
  readonly dueAt: Instant;
  /** After an attempt that fails at or beyond this instant there is none. One attempt is always made. */
  readonly giveUpAt: Instant;
  /** In the order of the log, at least one. */
  readonly records: readonly DeliveryRecord[];
}

/** Something of a notifier that is told by itself, and is done: one hook of a folder, one recipient of a mail. */
export interface DonePart {
  /** Its name. */
  readonly part: string;
  /** false: it is not told, and never will be, of this. */
  readonly isTold: boolean;
}

/** Which parts of its notifier an attempt is for. */
export interface OpenParts {
  /** Names of those that are done with it. */
  readonly done: readonly string[];
  /** Names of those that may be told now; the others are still owed an earlier one that shares a condition. undefined: all may. */
  readonly only: readonly string[] | undefined;
}

/** A delivery as it is kept. */
export interface Delivery extends NewDelivery {
  readonly state: DeliveryState;
  /** Attempts made so far. */
  readonly attempts: number;
  /** Columns of the event log that cannot be read: their fields here are 0 or empty. Left out: all can. */
  readonly unreadable?: readonly string[];
  /** Of one that is claimed; left out: nothing is done, and all may be told. */
  readonly parts?: OpenParts;
  /** Of one that is claimed: the records of its alert, of each condition the latest. */
  readonly tells?: readonly EventRecord[];
}

/** A delivery that still takes records. */
export interface GroupingDelivery {
  readonly deliveryId: string;
  readonly groupKey: string;
  /** Its createdAt. */
  readonly createdAt: Instant;
  readonly dueAt: Instant;
  /** When its first record was written. */
  readonly since: Instant;
  /** How many records it has. */
  readonly records: number;
  /** Those of its records, each once. */
  readonly conditionIds: readonly string[];
}
