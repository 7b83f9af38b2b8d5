import type { EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/**
 * The state of a delivery. The last three are final.
 * - grouping: further records can be added until the grouping time ends
 * - pending: it waits for its next attempt
 * - sending: an attempt is being made. If mailcertd is killed, the attempt counts as failed after a
 *   time limit (lease).
 * - delivered: it was sent
 * - failed: no attempt succeeded, and no retry follows
 * - canceled: its notifier no longer exists
 */
export type DeliveryState = 'grouping' | 'pending' | 'sending' | 'delivered' | 'failed' | 'canceled';

/** A record in a delivery. */
export interface DeliveryRecord {
  readonly eventRecordId: number;
  /**
   * undefined: the event has no duration. Deliveries with the same condition are sent in order to
   * each notifier, or to each part of it.
   */
  readonly conditionId: string | undefined;
  /**
   * True if the record is the notifier's first about its condition. The alert then reports the
   * condition as raised.
   */
  readonly isFirst: boolean;
}

/** Event records for one notifier, which are sent as one alert. */
export interface NewDelivery {
  /** Unique; the same in every retry. */
  readonly deliveryId: string;
  readonly notifier: string;
  /** The computer, event, object and state that all records share. @see groupKey */
  readonly groupKey: string;
  readonly createdAt: Instant;
  /** End of grouping, and time of the first attempt. */
  readonly dueAt: Instant;
  /** An attempt that fails at or after this time is the last one. At least one attempt is made. */
  readonly retryUntil: Instant;
  /** In the order of the event log, at least one. */
  readonly records: readonly DeliveryRecord[];
}

/**
 * A part of a notifier (one hook of a directory, or one recipient of a mail) for which a delivery
 * is finished.
 */
export interface FinishedPart {
  /** Name of the hook, or address of the recipient. */
  readonly part: string;
  /** false: the part did not receive the delivery and never will. */
  readonly isDelivered: boolean;
}

/** The parts of a notifier (hooks or recipients) that an attempt is for. */
export interface OpenParts {
  /** Names of the parts for which earlier attempts finished the delivery. */
  readonly finished: readonly string[];
  /** True if an earlier attempt delivered it to a part. */
  readonly isPartlyDelivered: boolean;
  /**
   * Names of the parts that may receive the delivery now; undefined: all. The other parts wait for
   * an earlier delivery with the same condition.
   */
  readonly allowed: readonly string[] | undefined;
}

/** A stored delivery. */
export interface Delivery extends NewDelivery {
  readonly state: DeliveryState;
  /** Number of attempts so far. */
  readonly attempts: number;
  /**
   * Columns of the database that cannot be read; their fields here are 0 or empty. Left out: none.
   */
  readonly unreadableColumns?: readonly string[];
  /**
   * Only in a delivery claimed for an attempt. Left out: no part is finished, all may receive it.
   */
  readonly parts?: OpenParts;
  /**
   * The records of the alert, for each condition the latest. Only in a delivery claimed for an
   * attempt.
   */
  readonly alertRecords?: readonly EventRecord[];
}

/** A delivery in the state `grouping`, to which further records can be added. */
export interface GroupingDelivery {
  readonly deliveryId: string;
  readonly groupKey: string;
  /** `createdAt` of the delivery. */
  readonly createdAt: Instant;
  readonly dueAt: Instant;
  /** Start of its grouping time: when its first record was written. */
  readonly since: Instant;
  /** Number of records. */
  readonly records: number;
  /** Conditions of its records, without duplicates. */
  readonly conditionIds: readonly string[];
}
