import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import { nextAttempt } from '../../domain/alert/back-off.ts';
import type { Delivery } from '../../domain/alert/delivery.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { messageOf } from '../../domain/message-of.ts';
import type { Reason } from '../../domain/problem.ts';
import { SECOND } from '../../domain/time.ts';
import type { Attempt, ClaimedDelivery, Outbox, Settlement } from '../ports/outbox.ts';
import type { Notifier, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { NOTIFIER_DEADLINE_MARGIN_MS } from './notifier-deadline-margin.ts';

/**
 * How long a running attempt may continue at shutdown, ms: a delivery that completes is not sent
 * again.
 */
const SHUTDOWN_GRACE_MS: number = 2 * SECOND;
/** How long a notifier may take to end after its signal, ms; after that, it is abandoned. */
const ENDS_WITHIN_MS: number = 500;
/**
 * Reasons that only an administrator can fix: reported at the first failure, not only when the
 * delivery fails.
 */
const FIXED_BY_HAND: ReadonlySet<Reason> = new Set(['hook_unsafe']);
/**
 * Added to the longest possible attempt, so that no other worker can claim the delivery during it,
 * ms.
 */
const LEASE_MARGIN_MS: number = 10 * SECOND;

/** The dependencies of `Deliverer`. */
export interface DeliverDependencies {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Returns a random number, at least 0 and below 1. */
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  /** Returns the event record for a delivery that failed after its last attempt. */
  readonly abandonedRecord: (delivery: Delivery, attempt: Attempt) => NewEventRecord;
  /**
   * Returns the event record for records that were too old to be sent. `records`: at least how
   * many.
   */
  readonly skippedRecord: (notifier: string, records: number) => NewEventRecord;
  /** Returns the event record for a notifier that an administrator must fix. */
  readonly disabled: (notifier: string, outcome: Outcome) => NewEventRecord;
}

/** The sender of the due deliveries of one notifier, one at a time. */
export class Deliverer {
  readonly #notifier: Notifier;
  /** The timeout that the notifier itself applies, ms. */
  readonly #timeoutMs: number;
  readonly #dependencies: DeliverDependencies;

  constructor(notifier: Notifier, timeoutMs: number, dependencies: DeliverDependencies) {
    this.#notifier = notifier;
    this.#timeoutMs = timeoutMs;
    this.#dependencies = dependencies;
  }

  /**
   * Makes the next attempt that is due, and stores its result.
   * @returns `none`: nothing is due; `disabled`: no more attempts
   * @throws {LedgerError} the attempt was not stored, and is made again
   */
  async deliverNext(signal: AbortSignal): Promise<'more' | 'none' | 'disabled'> {
    const { outbox, clock } = this.#dependencies;
    const lease = this.#timeoutMs + SHUTDOWN_GRACE_MS + LEASE_MARGIN_MS;
    const [claimed] = await outbox.claim(this.#notifier.name, 1, clock.now(), lease);
    if (claimed === undefined) return 'none';
    const attempt = await this.#attempt(claimed, signal);
    const next = this.#settlement(claimed.delivery, attempt);
    const eventRecords = await this.#eventRecordsOf(claimed, attempt, next);
    await outbox.settle(claimed.delivery.deliveryId, attempt, next, eventRecords);
    return next === 'disabled' ? 'disabled' : 'more';
  }

  /** Marks the overdue deliveries of a disabled notifier as failed. @throws {LedgerError} */
  async giveUpLate(): Promise<void> {
    const { outbox, clock, skippedRecord } = this.#dependencies;
    const { name } = this.#notifier;
    await outbox.failOverdue(name, clock.now(), (records) => skippedRecord(name, records));
  }

  async #attempt({ delivery, alert }: ClaimedDelivery, stopping: AbortSignal): Promise<Attempt> {
    const { clock } = this.#dependencies;
    const startedAt = clock.now();
    const begun = clock.monotonicMs();
    using limit = new TimeLimit(this.#timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS, stopping);
    const outcome = await Promise.race([
      this.#notifier.deliver(delivery, alert, limit.signal).catch((error: unknown) => this.#broken(error)),
      limit.overdue.then(() => this.#overdue()),
    ]);
    return { attempt: delivery.attempts + 1, startedAt, durationMs: clock.monotonicMs() - begun, outcome };
  }

  #settlement({ retryUntil }: Delivery, { attempt, outcome }: Attempt): Settlement {
    if (outcome.kind === 'rejected') return outcome.disable ? 'disabled' : 'failed';
    const { clock, random } = this.#dependencies;
    if (outcome.kind === 'delivered') {
      if (outcome.isPartly !== true) return 'delivered';
      // The rest waits for an earlier delivery, which ends. The deadline is for recipients that can
      // be notified now.
      const endless = {
        attempts: attempt,
        at: clock.now(),
        notBefore: undefined,
        retryUntil: Number.POSITIVE_INFINITY,
      };
      return nextAttempt(endless, random()) ?? 'delivered';
    }
    const { notBefore } = outcome;
    return nextAttempt({ attempts: attempt, at: clock.now(), notBefore, retryUntil }, random()) ?? 'failed';
  }

  /**
   * Failures of alerts that are themselves about notifications are stored, but raise no event: each
   * event would cause another alert.
   */
  async #eventRecordsOf(
    { delivery, alert }: ClaimedDelivery,
    attempt: Attempt,
    next: Settlement,
  ): Promise<readonly NewEventRecord[]> {
    const { outbox, disabled, abandonedRecord } = this.#dependencies;
    const { outcome } = attempt;
    const isOnlyAboutNotifying = alert.records.every(isAboutNotifying);
    const eventRecords = next === 'failed' && !isOnlyAboutNotifying ? [abandonedRecord(delivery, attempt)] : [];
    const isByHand = outcome.kind === 'retry' && FIXED_BY_HAND.has(outcome.reason);
    if (outcome.kind === 'delivered' || (!isByHand && next !== 'disabled')) return eventRecords;
    // An event about the notifier's state does not depend on the alert, but alternating reasons
    // must not cause a flood.
    const failing = await outbox.latestFailure(delivery.notifier);
    const isKnown = failing?.reason === outcome.reason || (isOnlyAboutNotifying && failing !== undefined);
    const isSaid = next === 'disabled' ? failing?.reason !== outcome.reason || !isOnlyAboutNotifying : !isKnown;
    return isSaid ? [disabled(delivery.notifier, outcome), ...eventRecords] : eventRecords;
  }

  /** Turns an exception of a notifier, which is a bug in the notifier, into an outcome. */
  #broken(error: unknown): Outcome {
    const detail = messageOf(error);
    this.#dependencies.diagnostics.note('error', `cannot send to ${this.#notifier.name}: ${detail}`);
    return { kind: 'retry', reason: 'io_error', detail, notBefore: undefined };
  }

  #overdue(): Outcome {
    const detail = `not finished in ${this.#timeoutMs / SECOND} s, and the signal to stop was ignored`;
    return { kind: 'retry', reason: 'timed_out', detail, notBefore: undefined };
  }
}

/**
 * The time limit of an attempt: its deadline, or the grace period at shutdown, whichever ends
 * first.
 */
class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  /** Resolves if the attempt continues after the limit. */
  readonly overdue: Promise<void>;
  readonly #timers: Set<NodeJS.Timeout> = new Set();
  readonly #stopping: AbortSignal;
  readonly #onStop: () => void;

  constructor(timeoutMs: number, stopping: AbortSignal) {
    const controller = new AbortController();
    this.signal = controller.signal;
    let give = (): void => undefined;
    this.overdue = new Promise((resolve) => {
      give = resolve;
    });
    const end = (): void => {
      controller.abort();
      this.#after(ENDS_WITHIN_MS, give);
    };
    this.#stopping = stopping;
    this.#onStop = () => this.#after(SHUTDOWN_GRACE_MS, end);
    this.#after(timeoutMs, end);
    if (stopping.aborted) this.#onStop();
    else stopping.addEventListener('abort', this.#onStop, { once: true });
  }

  #after(ms: number, what: () => void): void {
    const timer = setTimeout(what, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  [Symbol.dispose](): void {
    this.#stopping.removeEventListener('abort', this.#onStop);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
