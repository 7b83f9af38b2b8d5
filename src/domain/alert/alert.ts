import type { EventLevel } from '../event/event-definition.ts';
import type { Change, EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/** The change that an alert reports; `test` is a test alert that a user requested. */
export type AlertState = Change | 'test';

/**
 * The records that one notifier receives in one message. The alert is built when grouping ends and
 * is the same in every retry.
 */
export interface Alert {
  /** The ID of the delivery; receivers can use it to ignore repeated alerts. */
  readonly alertId: string;
  /** `raised` if any open condition in it is new to the notifier. */
  readonly state: AlertState;
  /** The worst level in it; a cleared condition has its last level. */
  readonly level: EventLevel;
  /** ID of the event of all records; for cleared conditions, ID of the event that was cleared. */
  readonly eventId: number;
  /** FQDN of the computer. */
  readonly computer: string;
  readonly createdAt: Instant;
  /** Oldest first, at least one. For each condition, only the last record that was grouped. */
  readonly records: readonly EventRecord[];
  /**
   * The latest records of the open conditions with the same group key that the notifier has
   * received. Only in an alert about cleared conditions.
   */
  readonly alsoOpen?: readonly EventRecord[];
  /**
   * Time at which its last open condition was resolved. Only set if that was before the alert was
   * built, for example in a resent delivery.
   */
  readonly resolvedSince?: Instant | undefined;
}
