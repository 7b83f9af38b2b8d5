import type { EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/**
 * The state of a delivery. The last three are final.
 * - grouping: it takes more records until grouping ends
 * - pending: it waits for an attempt
 * - sending: an attempt is being made, until its lease expires
 * - delivered: it was sent
 * - failed: no attempt succeeded, and it is not retried any more
 * - canceled: its notifier no longer exists
 */
export type DeliveryState = 'grouping' | 'pending' | 'sending' | 'delivered' | 'failed' | 'canceled';

/** A record in a delivery. */
export interface DeliveryRecord {
  readonly eventRecordId: number;
  /**
   * undefined: the event has no duration. Deliveries to the same notifier, or part of it, that
   * share a condition are sent in order.
   */
  readonly conditionId: string | undefined;
  /**
   * True if the record is the notifier's first about its condition. The alert then reports the
   * condition as raised.
   */
  readonly isFirst: boolean;
}

/** Records for one notifier, sent as one alert. */
export interface NewDelivery {
  /** Unique; the same in every retry. */
  readonly deliveryId: string;
  readonly notifier: string;
  /** All records have this group key. */
  readonly groupKey: string;
  readonly createdAt: Instant;
  /** End of grouping, and time of the first attempt. */
  readonly dueAt: Instant;
  /** An attempt that fails at or after this time is the last one. At least one attempt is made. */
  readonly retryUntil: Instant;
  /** In the order of the event log, at least one. */
  readonly records: readonly DeliveryRecord[];
}

/** A finished part of a notifier: one hook of a directory, or one recipient of a mail. */
export interface DonePart {
  /** Name of the hook, or address of the recipient. */
  readonly part: string;
  /** false: the part did not receive the delivery and never will. */
  readonly isDelivered: boolean;
}

/** The parts of a notifier that an attempt is for. */
export interface OpenParts {
  /** Names of the finished parts. */
  readonly done: readonly string[];
  /**
   * Names of the parts that may receive it now; undefined: all. The other parts wait for an earlier
   * delivery that shares a condition.
   */
  readonly only: readonly string[] | undefined;
}

/** A stored delivery. */
export interface Delivery extends NewDelivery {
  readonly state: DeliveryState;
  /** Number of attempts so far. */
  readonly attempts: number;
  /**
   * Columns of the database that are unreadable; their fields are 0 or empty here. Left out: none.
   */
  readonly unreadable?: readonly string[];
  /** Only in a claimed delivery; left out: no part is finished, and all may receive it. */
  readonly parts?: OpenParts;
  /** Records of the alert, the latest of each condition. Only in a claimed delivery. */
  readonly alertRecords?: readonly EventRecord[];
}

/** A delivery that still takes records. */
export interface GroupingDelivery {
  readonly deliveryId: string;
  readonly groupKey: string;
  /** `createdAt` of the delivery. */
  readonly createdAt: Instant;
  readonly dueAt: Instant;
  /** Time at which its first record was written. */
  readonly since: Instant;
  /** Number of records. */
  readonly records: number;
  /** Conditions of its records, without duplicates. */
  readonly conditionIds: readonly string[];
}
