import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import type { Delivery } from '../../domain/alert/delivery.ts';
import { nextAttempt } from '../../domain/alert/next-attempt.ts';
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
/** How long a notifier may take to end after its signal, ms. Its attempt is then abandoned. */
const ABORT_GRACE_MS: number = 500;
/** The reasons that only an administrator can fix. They are reported at the first failed attempt. */
const ADMINISTRATOR_REASONS: ReadonlySet<Reason> = new Set(['hook_unsafe']);
/** Added to the longest possible attempt, ms, so that no other worker claims its delivery. */
const LEASE_MARGIN_MS: number = 10 * SECOND;

/** The dependencies of `Deliverer`. */
export interface DelivererDependencies {
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
  readonly disabledRecord: (notifier: string, outcome: Outcome) => NewEventRecord;
}

/** Sends the due deliveries of one notifier, one at a time. */
export class Deliverer {
  readonly #notifier: Notifier;
  /** The timeout that the notifier itself applies, ms. */
  readonly #timeoutMs: number;
  readonly #dependencies: DelivererDependencies;

  constructor(notifier: Notifier, timeoutMs: number, dependencies: DelivererDependencies) {
    this.#notifier = notifier;
    this.#timeoutMs = timeoutMs;
    this.#dependencies = dependencies;
  }

  /**
   * Makes the next attempt that is due, and stores its result.
   * @returns `none` if no delivery is due; `disabled` if the notifier makes no more attempts
   * @throws {LedgerError} the attempt was not stored, and is made again
   */
  async deliverNext(signal: AbortSignal): Promise<'more' | 'none' | 'disabled'> {
    const { outbox, clock } = this.#dependencies;
    const maxAttemptMs = this.#timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS + ABORT_GRACE_MS;
    const leaseMs = maxAttemptMs + LEASE_MARGIN_MS;
    const [claimed] = await outbox.claim(this.#notifier.name, 1, clock.now(), leaseMs);
    if (claimed === undefined) return 'none';
    const attempt = await this.#attempt(claimed, signal);
    const next = this.#settlementOf(claimed.delivery, attempt);
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
    const startedMs = clock.monotonicMs();
    using limit = new TimeLimit(this.#timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS, stopping);
    const outcome = await Promise.race([
      this.#notifier.deliver(delivery, alert, limit.signal).catch((error: unknown) => this.#outcomeOfException(error)),
      limit.overdue.then((cause) => this.#overdueOutcome(cause, clock.monotonicMs() - startedMs)),
    ]);
    return { attempt: delivery.attempts + 1, startedAt, durationMs: clock.monotonicMs() - startedMs, outcome };
  }

  /** Returns the state of a delivery after an attempt. */
  #settlementOf({ retryUntil }: Delivery, { attempt, outcome }: Attempt): Settlement {
    if (outcome.kind === 'rejected') return outcome.disable ? 'disabled' : 'failed';
    const { clock, random } = this.#dependencies;
    if (outcome.kind === 'delivered') {
      if (outcome.isPartly !== true) return 'delivered';
      // The other parts wait for an earlier delivery, which will end. `retryUntil` limits only parts
      // that can be notified now.
      const retryWithoutLimit = {
        attempts: attempt,
        at: clock.now(),
        notBefore: undefined,
        retryUntil: Number.POSITIVE_INFINITY,
      };
      return nextAttempt(retryWithoutLimit, random()) ?? 'delivered';
    }
    const { notBefore } = outcome;
    return nextAttempt({ attempts: attempt, at: clock.now(), notBefore, retryUntil }, random()) ?? 'failed';
  }

  /**
   * Returns the event records about a failed attempt. The failure of an alert that is itself about
   * notifications causes no event, because the event would cause another such alert.
   */
  async #eventRecordsOf(
    { delivery, alert }: ClaimedDelivery,
    attempt: Attempt,
    next: Settlement,
  ): Promise<readonly NewEventRecord[]> {
    const { outbox, disabledRecord, abandonedRecord } = this.#dependencies;
    const { outcome } = attempt;
    const isOnlyAboutNotifying = alert.records.every(isAboutNotifying);
    const eventRecords = next === 'failed' && !isOnlyAboutNotifying ? [abandonedRecord(delivery, attempt)] : [];
    const needsAdministrator = outcome.kind === 'retry' && ADMINISTRATOR_REASONS.has(outcome.reason);
    if (outcome.kind === 'delivered' || (!needsAdministrator && next !== 'disabled')) return eventRecords;
    // An event about the notifier's state does not depend on the alert, but alternating reasons
    // must not cause a flood.
    const previousFailure = await outbox.latestFailure(delivery.notifier);
    const isSameReason = previousFailure?.reason === outcome.reason;
    const isReported = isSameReason || (isOnlyAboutNotifying && previousFailure !== undefined);
    const needsRecord = next === 'disabled' ? !isSameReason || !isOnlyAboutNotifying : !isReported;
    return needsRecord ? [disabledRecord(delivery.notifier, outcome), ...eventRecords] : eventRecords;
  }

  /** Returns the outcome for an exception of a notifier, which is a bug of the notifier. */
  #outcomeOfException(error: unknown): Outcome {
    const detail = messageOf(error);
    this.#dependencies.diagnostics.note('error', `cannot send to ${this.#notifier.name}: ${detail}`);
    return { kind: 'retry', reason: 'io_error', detail, notBefore: undefined };
  }

  /** Returns the outcome for a notifier that did not end after its signal. */
  #overdueOutcome(cause: 'timeout' | 'shutdown', durationMs: number): Outcome {
    const duration = `${Math.round(durationMs / 100) / 10} s`;
    const detail =
      cause === 'shutdown'
        ? `was interrupted after ${duration} because mailcertd stopped`
        : `did not stop after ${duration} (timeout: ${this.#timeoutMs / SECOND} s)`;
    return { kind: 'retry', reason: 'timed_out', detail, notBefore: undefined };
  }
}

/** The time limit of an attempt: its timeout, or the grace period at shutdown if that ends first. */
class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  /** Resolves, with the limit that ended first, if the attempt continues after the limit. */
  readonly overdue: Promise<'timeout' | 'shutdown'>;
  readonly #timers: Set<NodeJS.Timeout> = new Set();
  readonly #stopping: AbortSignal;
  readonly #onStop: () => void;

  constructor(timeoutMs: number, stopping: AbortSignal) {
    const controller = new AbortController();
    this.signal = controller.signal;
    let resolveOverdue = (_cause: 'timeout' | 'shutdown'): void => undefined;
    this.overdue = new Promise((resolve) => {
      resolveOverdue = resolve;
    });
    const abortAttempt = (cause: 'timeout' | 'shutdown'): void => {
      controller.abort();
      this.#startTimer(ABORT_GRACE_MS, () => resolveOverdue(cause));
    };
    this.#stopping = stopping;
    this.#onStop = () => this.#startTimer(SHUTDOWN_GRACE_MS, () => abortAttempt('shutdown'));
    this.#startTimer(timeoutMs, () => abortAttempt('timeout'));
    if (stopping.aborted) this.#onStop();
    else stopping.addEventListener('abort', this.#onStop, { once: true });
  }

  #startTimer(ms: number, callback: () => void): void {
    const timer = setTimeout(callback, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  [Symbol.dispose](): void {
    this.#stopping.removeEventListener('abort', this.#onStop);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
