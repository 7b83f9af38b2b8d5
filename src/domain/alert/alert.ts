import type { EventLevel } from '../event/event-definition.ts';
import type { Change, EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/** The change that an alert reports; `test`: a test alert that a user requested. */
export type AlertState = Change | 'test';

/**
 * The event records that one notifier receives in one message. All are about the same event and the
 * same object. The alert is built when the grouping time ends, and is the same in every retry.
 */
export interface Alert {
  /** The ID of the delivery; receivers can use it to ignore repeated alerts. */
  readonly alertId: string;
  /**
   * `raised` if an open condition is new to the notifier. Otherwise the first of raised, escalated,
   * repeated, once and cleared that is the change of a record.
   */
  readonly state: AlertState;
  /** The worst level of the records; a cleared condition counts with its last level. */
  readonly level: EventLevel;
  /**
   * ID of the event that all records are about. If event 1900 (condition cleared) reports it, the
   * ID of the event that was cleared.
   */
  readonly eventId: number;
  /** FQDN of the computer. */
  readonly computer: string;
  readonly createdAt: Instant;
  /** Oldest first, at least one. For each condition, only its latest record in the delivery. */
  readonly records: readonly EventRecord[];
  /**
   * The latest record of each condition with the same event and object that is still open and that
   * the notifier has received. Only in an alert about cleared conditions.
   */
  readonly alsoOpen?: readonly EventRecord[];
  /**
   * Time at which the last of its conditions was cleared. Only set if all were cleared before the
   * alert was built, for example in a resent delivery.
   */
  readonly resolvedSince?: Instant | undefined;
}
