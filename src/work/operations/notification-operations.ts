import type { Delivery } from '../../domain/alert/delivery.ts';
import type { Match } from '../../domain/alert/match.ts';
import type { Silence, UnreadableSilence } from '../../domain/alert/silence.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { ListedNotifier } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { Attempt, DeliveryQuery } from '../ports/outbox.ts';

/** A silence with its effect. */
export interface ListedSilence {
  readonly silence: Silence;
  /** True if its end time has passed, or all its conditions are cleared. */
  readonly hasEnded: boolean;
  /**
   * The open conditions whose notifications it suppresses; for `expireSilence`, those that it
   * suppressed until then. Most severe first, then oldest first.
   */
  readonly coveredConditions: readonly Condition[];
}

/** A request for a new silence. */
export interface SilenceRequest {
  readonly match: Match;
  /** undefined: the silence ends when all open conditions that it matches now are cleared. */
  readonly endsAt: Instant | undefined;
  readonly reason: string;
  /** The account of the requester, as it is stored. */
  readonly createdBy: string;
}

/** The result of adding a silence. */
export type SilenceOutcome =
  | { readonly kind: 'added'; readonly added: ListedSilence }
  /** The silence has no end time and matches no open condition, so it would end at once. */
  | { readonly kind: 'matches-nothing' };

/** A delivery in a list. */
export interface ListedDelivery {
  readonly delivery: Delivery;
  /** The first of its records; undefined for a test delivery, or if retention has deleted it. */
  readonly record: EventRecord | undefined;
  /** undefined if no attempt was made yet. */
  readonly lastAttempt: Attempt | undefined;
}

/** A delivery with its records and attempts. */
export interface DeliveryDetails {
  readonly delivery: Delivery;
  /** The records that retention has not deleted, in the order of the log. */
  readonly records: readonly EventRecord[];
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
}

/** The result of resending a delivery. */
export type ResendOutcome =
  | { readonly kind: 'resent'; readonly delivery: Delivery; readonly isDaemonRunning: boolean }
  /** No delivery has this ID. */
  | { readonly kind: 'not-found' }
  /** The delivery is not final: its state is grouping, pending or sending. */
  | { readonly kind: 'not-final'; readonly delivery: Delivery }
  /** A test delivery has no records that could be sent again. */
  | { readonly kind: 'is-test'; readonly delivery: Delivery }
  /** The configuration no longer contains its notifier. */
  | { readonly kind: 'no-notifier'; readonly delivery: Delivery }
  /** Retention has deleted some of its records. */
  | { readonly kind: 'records-deleted'; readonly delivery: Delivery };

/** The result of a test alert. */
export interface TestOutcome {
  /** The account under which the notifier ran. */
  readonly account: string;
  /**
   * The ID of the stored delivery; undefined if it is not stored, because no daemon has run here.
   */
  readonly deliveryId: string | undefined;
  readonly attempt: Attempt;
}

/**
 * The operations of the commands for silences, deliveries and notifiers. Changes require root or
 * the daemon's account.
 */
export interface NotificationOperations {
  /**
   * Returns all silences, also those that have ended, oldest first; undefined if no daemon has run
   * here.
   * @throws {LedgerError}
   */
  silences(): Promise<readonly ListedSilence[] | undefined>;
  /** Returns the silences that cannot be read; they suppress nothing. @throws {LedgerError} */
  unreadableSilences(): Promise<readonly UnreadableSilence[]>;
  /** Adds a silence. @throws {LedgerError} */
  addSilence(request: SilenceRequest): Promise<SilenceOutcome>;
  /**
   * Expires a silence now, and returns it. Returns undefined for an unknown ID, or for a silence
   * that has already ended.
   * @throws {LedgerError}
   */
  expireSilence(silenceId: string): Promise<ListedSilence | undefined>;
  /**
   * Returns the matching deliveries, oldest first; undefined if no daemon has run here.
   * @throws {LedgerError}
   */
  deliveries(query: DeliveryQuery): Promise<readonly ListedDelivery[] | undefined>;
  /**
   * Returns a delivery with its records and attempts; undefined for an unknown ID.
   * @throws {LedgerError}
   */
  delivery(deliveryId: string): Promise<DeliveryDetails | undefined>;
  /**
   * Queues a copy of a delivery that is final (delivered, failed or canceled), under a new ID.
   * @throws {LedgerError}
   */
  resend(deliveryId: string): Promise<ResendOutcome>;
  /** Returns the notifiers in the order of the configuration. @throws {LedgerError} */
  notifiers(): Promise<readonly ListedNotifier[]>;
  /** Sends a test alert to a configured notifier, once. @throws {LedgerError} */
  test(notifier: string, signal: AbortSignal): Promise<TestOutcome>;
}
