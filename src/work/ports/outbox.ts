import type { Alert } from '../../domain/alert/alert.ts';
import type { Delivery, DeliveryState, NewDelivery } from '../../domain/alert/delivery.ts';
import type { NotifierHealth } from '../../domain/alert/notifier-health.ts';
import type { NotificationState, RoutingResult } from '../../domain/alert/route.ts';
import type { Silence, UnreadableSilence } from '../../domain/alert/silence.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import type { OutputHealth } from '../../domain/status/output-health.ts';
import type { Instant } from '../../domain/time.ts';
import type { Outcome } from './outputs.ts';

/** One attempt, as it is stored. */
export interface Attempt {
  /** Counts from 1. */
  readonly attempt: number;
  readonly startedAt: Instant;
  readonly durationMs: number;
  readonly outcome: Outcome;
}

/**
 * A delivery and its alert. The alert is composed when the grouping ends, and is the same in every
 * retry.
 */
export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly alert: Alert;
}

/** A filter of deliveries; all given fields must match. */
export interface DeliveryQuery {
  readonly deliveryId?: string;
  /** The beginning of the ID. */
  readonly idPrefix?: string;
  readonly notifier?: string;
  readonly states?: readonly DeliveryState[];
  /** Created at this time or later. */
  readonly since?: Instant;
  /** Only the newest deliveries, at most this many; the order is still oldest first. */
  readonly last?: number;
}

/**
 * The result of an attempt for its delivery:
 * - an instant: it is retried then
 * - `delivered`, `failed`: it is final
 * - `disabled`: it stays due, but its notifier makes no more attempts until it is enabled
 */
export type DeliveryResult = Instant | 'delivered' | 'failed' | 'disabled';

/** The position at which a notifier starts in the log, and the conditions that it must receive. */
export interface StartPosition {
  readonly lastRecordId: number;
  /**
   * The latest record of every open condition, oldest first; from the same commit as
   * `lastRecordId`.
   */
  readonly open: readonly EventRecord[];
  /**
   * The latest record of each condition of which the notifier received an earlier record, but not
   * this one. The condition is open or cleared. Oldest first.
   */
  readonly neverNotified: readonly EventRecord[];
}

/** The failure of a notifier's latest attempt. */
export interface LatestFailure {
  readonly reason: Reason;
  /** True if the notifier makes no more attempts until it is enabled. */
  readonly isDisabled: boolean;
}

/** Read access to deliveries and their attempts. */
export interface Deliveries {
  /** Returns the matching deliveries, oldest first. */
  deliveries(query: DeliveryQuery): Promise<readonly Delivery[]>;
  /** Returns the attempts of a delivery, oldest first. */
  attempts(deliveryId: string): Promise<readonly Attempt[]>;
  /**
   * Returns when the next delivery can be claimed: when it is due, or when the lease of its claim
   * ends. undefined if no delivery is pending.
   */
  nextClaimableAt(notifier: string): Promise<Instant | undefined>;
}

/**
 * The pending deliveries. A delivery is created in the transaction that moves the notifier's cursor
 * past its record.
 */
export interface Outbox extends Deliveries {
  /**
   * Returns the position of a notifier in the log; undefined for a new notifier, which is notified
   * of all open conditions.
   */
  position(notifier: string): Promise<number | undefined>;
  /** Returns the position at which a notifier starts at the end of the log. */
  startPosition(notifier: string): Promise<StartPosition>;
  /** Returns what routing must know about a notifier and these conditions. */
  notificationState(notifier: string, conditionIds: readonly string[]): Promise<NotificationState>;
  /**
   * Returns the records after an ID that are suppressed for a notifier, oldest first; all their
   * conditions are open.
   */
  suppressed(notifier: string, after: number, limit: number): Promise<readonly EventRecord[]>;
  /**
   * Stores deliveries, additions, suppressed records and the cursor in one transaction. The cursor
   * never moves back.
   * @param eventRecords records that are appended to the log in the same transaction
   * @returns false: a delivery with additions has already been claimed; nothing was changed, and
   * the records must be routed again
   */
  storeRouted(
    notifier: string,
    cursor: number,
    routed: RoutingResult,
    now: Instant,
    eventRecords?: readonly NewEventRecord[],
  ): Promise<boolean>;
  /**
   * Claims due deliveries for a worker, oldest first, and composes the alert of each from its
   * records. If the worker stores no attempt within `leaseMs`, it has died, and the delivery is due
   * again.
   *
   * A delivery waits for earlier deliveries of the same notifier that share a condition. A
   * notifier with parts sends to each part separately (recipients, hooks): only the parts that wait
   * for an earlier delivery are postponed.
   */
  claim(notifier: string, limit: number, now: Instant, leaseMs: number): Promise<readonly ClaimedDelivery[]>;
  /**
   * Releases all claims of a notifier. Call this before the only worker of the notifier begins: the
   * claims are from workers that no longer run.
   */
  releaseClaims(notifier: string): Promise<void>;
  /**
   * Stores the attempt, the completed parts and the new state of the delivery in one transaction.
   * Does nothing if the delivery is already final. If any part was notified, the conditions of the
   * delivery count as notified, even if it failed.
   * @param eventRecords records that are appended to the log in the same transaction
   */
  storeAttempt(
    deliveryId: string,
    attempt: Attempt,
    result: DeliveryResult,
    eventRecords?: readonly NewEventRecord[],
  ): Promise<void>;
  /**
   * Stores the result of an attempt without a delivery: a heartbeat, or a request to Alertmanager.
   * @param eventRecords records that are appended to the log in the same transaction
   */
  recordOutcome(
    notifier: string,
    startedAt: Instant,
    outcome: Outcome,
    eventRecords?: readonly NewEventRecord[],
  ): Promise<void>;
  /**
   * Marks the due deliveries of a notifier as failed if their `retryUntil` has elapsed. Returns how
   * many.
   * @param recordOf returns the event record that reports a number of unsent records; not called if
   * all of these records are about notifications
   */
  failOverdue(notifier: string, now: Instant, recordOf: (records: number) => NewEventRecord): Promise<number>;
  /** Returns the failure of the latest attempt; undefined if it succeeded, or if none was made. */
  latestFailure(notifier: string): Promise<LatestFailure | undefined>;
  /** Allows attempts again after the notifier was disabled. */
  enable(notifier: string): Promise<void>;
  /**
   * Deletes the state of all other notifiers and cancels their deliveries. A notifier that is
   * configured again later starts as new.
   */
  deleteOtherNotifiers(notifiers: readonly string[]): Promise<void>;
}

/** The final deliveries, which can be sent again. */
export interface ResendableDeliveries {
  /**
   * Queues a delivery with the same records, due at once. Receivers accept it because its ID is
   * new. Returns undefined for an unknown ID, a pending delivery, or if its records are deleted.
   */
  resend(deliveryId: string, newDeliveryId: string, now: Instant): Promise<Delivery | undefined>;
}

/** The stored silences. */
export interface SilenceReader {
  /** Returns the readable silences, also expired ones, oldest first. */
  silences(): Promise<readonly Silence[]>;
  /** Returns the unreadable silences, oldest first; they suppress nothing. */
  unreadableSilences(): Promise<readonly UnreadableSilence[]>;
}

/** The silences, with write access. */
export interface Silences extends SilenceReader {
  add(silence: Silence): Promise<void>;
  /** Expires a silence now; returns false for an unknown ID, or if it has already expired. */
  expire(silenceId: string, now: Instant): Promise<boolean>;
}

/** The health of notifiers, derived from their attempts, and of log outputs. */
export interface HealthReader {
  /**
   * Returns the health of every log output that stores its position, and of others that fail, in
   * order of name.
   */
  outputs(): Promise<readonly OutputHealth[]>;
  /** Returns the health of every notifier that had a delivery, in order of name. */
  health(): Promise<readonly NotifierHealth[]>;
}

/** The storage of the results of test alerts. */
export interface TestResults {
  /**
   * Stores a final delivery with its one attempt. A successful test ends the failure of its
   * notifier, unless it is disabled.
   */
  recordTest(delivery: NewDelivery, attempt: Attempt): Promise<void>;
}
