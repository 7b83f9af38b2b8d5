import type { Alert } from '../../domain/alert/alert.ts';
import type { Delivery, DeliveryState, NewDelivery } from '../../domain/alert/delivery.ts';
import type { NotifierHealth } from '../../domain/alert/notifier-health.ts';
import type { NotificationState, Routed } from '../../domain/alert/route.ts';
import type { Silence, UnreadableSilence } from '../../domain/alert/silence.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Reason } from '../../domain/problem.ts';
import type { OutputHealth } from '../../domain/status/output-health.ts';
import type { Instant } from '../../domain/time.ts';
import type { Outcome } from './outputs.ts';

/** One attempt, as the ledger keeps it. */
export interface Attempt {
  /** 1 and up. */
  readonly attempt: number;
  readonly startedAt: Instant;
  readonly durationMs: number;
  readonly outcome: Outcome;
}

/** A delivery and what it tells: made when its gathering ended, and the same at every retry. */
export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly alert: Alert;
}

/** Which deliveries; every field given must hold. */
export interface DeliveryQuery {
  readonly deliveryId?: string;
  /** How its id begins. */
  readonly idFront?: string;
  readonly notifier?: string;
  readonly states?: readonly DeliveryState[];
  /** Made then or later. */
  readonly since?: Instant;
  /** Only the newest so many; they still come oldest first. */
  readonly last?: number;
}

/**
 * What became of a delivery after an attempt: due again at an instant, or settled. `disabled`: it stays due, and whoever it is
 * for is told nothing more.
 */
export type Settlement = Instant | 'delivered' | 'given-up' | 'disabled';

/** Where a follower begins, or begins anew. */
export interface Beginning {
  readonly head: number;
  /** The latest record of every condition that is open, oldest first; of the same commit as the head. */
  readonly open: readonly EventRecord[];
  /** The latest record of each condition that the notifier was told of, open or over, where it was not told of that; oldest first. */
  readonly neverNotified: readonly EventRecord[];
}

/** That the latest attempt for a notifier failed. */
export interface Failing {
  readonly reason: Reason;
  /** It is told nothing more until it is enabled. */
  readonly isDisabled: boolean;
}

/** What became of alerts, and what is on its way; for commands, too. */
export interface Deliveries {
  /** Oldest first. */
  deliveries(query: DeliveryQuery): Promise<readonly Delivery[]>;
  /** Oldest first. */
  attempts(deliveryId: string): Promise<readonly Attempt[]>;
  /** When something can be claimed next, leases counted; undefined: nothing is on its way. */
  nextDue(notifier: string): Promise<Instant | undefined>;
}

/** What is still to be told. The log is the outbox; a delivery is born when a notifier's cursor passes its record. */
export interface Outbox extends Deliveries {
  /** Where a notifier's follower stands in the log; undefined: it has never followed, and is told of all that is open. */
  position(notifier: string): Promise<number | undefined>;
  beginning(notifier: string): Promise<Beginning>;
  /** What routing needs to know of a notifier and these conditions. */
  notificationState(notifier: string, conditionIds: readonly string[]): Promise<NotificationState>;
  /** The records behind an id that are withheld from a notifier, oldest first; every condition of them is open. */
  suppressed(notifier: string, after: number, limit: number): Promise<readonly EventRecord[]>;
  /**
   * Deliveries, additions, what is withheld, and the cursor, in one transaction; the cursor never goes back. False: a
   * delivery that was to be added to gathers no longer, nothing was changed, and the records must be routed again.
   * @param happened records that are appended to the log with it
   */
  advance(
    notifier: string,
    to: number,
    routed: Routed,
    now: Instant,
    happened?: readonly NewEventRecord[],
  ): Promise<boolean>;
  /**
   * Takes what is due, oldest first, each for `leaseMs`; what a worker that died had taken is due again when its lease is
   * over. None while an earlier one of the notifier that is not settled shares a condition with it; where the parts of the
   * notifier are told one by one, those that are done with all such earlier ones are told it, and the rest waits. What it tells
   * is made of its records here.
   */
  claim(notifier: string, limit: number, now: Instant, leaseMs: number): Promise<readonly ClaimedDelivery[]>;
  /** Makes due again what workers that are no more had taken of a notifier's. For whoever is its only worker. */
  reclaim(notifier: string): Promise<void>;
  /**
   * The attempt, the parts that are done, and what becomes of the delivery, in one transaction; nothing changes of one that is
   * settled already. One that is given up has told of its conditions if any part of it was told.
   * @param happened records that are appended to the log with it
   */
  settle(deliveryId: string, attempt: Attempt, next: Settlement, happened?: readonly NewEventRecord[]): Promise<void>;
  /**
   * What came of an attempt that is of no delivery: a showing, a sign of life.
   * @param happened records that are appended to the log with it
   */
  recordOutcome(
    notifier: string,
    startedAt: Instant,
    outcome: Outcome,
    happened?: readonly NewEventRecord[],
  ): Promise<void>;
  /**
   * Gives up what is due to a notifier and beyond its `giveUpAt`, without an attempt; answers how many deliveries.
   * @param happened the record that is appended to the log with it, of how many records the notifier is not told; not called where all of
   * them are about telling
   */
  giveUpLate(notifier: string, now: Instant, happened: (records: number) => NewEventRecord): Promise<number>;
  /** undefined: it did not fail, or there was none. */
  failing(notifier: string): Promise<Failing | undefined>;
  enable(notifier: string): Promise<void>;
  /** Forgets all other notifiers: what is on its way to them is moot, and one that comes back begins anew. */
  keepNotifiers(notifiers: readonly string[]): Promise<void>;
}

/** Tells again what was told, or given up. */
export interface Replays {
  /**
   * A delivery with the same records, due at once, under an id of its own: a receiver that has seen the first has not seen
   * this one. undefined: there is none of that id, it is still on its way, or its records are no longer kept.
   */
  replay(deliveryId: string, as: string, now: Instant): Promise<Delivery | undefined>;
}

/** What somebody asked not to be told of. */
export interface ReadSilences {
  /** Oldest first; those that are over, too, as long as they are kept. Those that cannot be read are left out. */
  silences(): Promise<readonly Silence[]>;
  /** Oldest first, those that cannot be read: they suppress nothing. */
  unreadableSilences(): Promise<readonly UnreadableSilence[]>;
}

export interface Silences extends ReadSilences {
  add(silence: Silence): Promise<void>;
  /** Ends one now; false: there is none of that id, or it is over. */
  end(silenceId: string, at: Instant): Promise<boolean>;
}

/** How telling goes, derived from the attempts; and how writing to the log outputs does. */
export interface ReadHealth {
  /** Of every log output that keeps its place, and of others that fail, in order of name. */
  outputs(): Promise<readonly OutputHealth[]>;
  /** Of every notifier that there was a delivery for, in order of name. */
  health(): Promise<readonly NotifierHealth[]>;
}

/** Keeps what came of a marked test. */
export interface Tests {
  /** The delivery, settled, with its one attempt. One that arrived ends that its notifier is failing, unless that is disabled. */
  recordTest(delivery: NewDelivery, attempt: Attempt): Promise<void>;
}
