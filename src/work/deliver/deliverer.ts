import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import type { Delivery } from '../../domain/alert/delivery.ts';
import { nextAttempt } from '../../domain/alert/next-attempt.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { ATTEMPT_FAILURES } from '../../domain/failure/attempt-failures.ts';
import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { SECOND } from '../../domain/time.ts';
import type { Attempt, ClaimedDelivery, DeliveryResult, Outbox } from '../ports/outbox.ts';
import type { Notifier, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { ABORT_GRACE_MS, AttemptTimeLimit, type LimitCause } from './attempt-time-limit.ts';
import { NOTIFIER_DEADLINE_MARGIN_MS } from './notifier-deadline-margin.ts';

/**
 * The reasons that only an administrator can fix. They are reported at the first failed attempt.
 */
const ADMINISTRATOR_REASONS: ReadonlySet<Reason> = new Set(['hook_unsafe']);
/** The lease of a delivery is longer than its longest possible attempt, by this time, ms. */
const LEASE_MARGIN_MS: number = 10 * SECOND;

/** The dependencies of `Deliverer`. */
export interface DelivererDependencies {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Returns a random number, at least 0 and below 1. */
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  /** Returns the event record for a delivery that failed after its last attempt. */
  readonly deliveryFailedRecord: (delivery: Delivery, attempt: Attempt) => NewEventRecord;
  /** Returns the event record for `records` records that were too old to be sent. */
  readonly skippedRecord: (notifier: string, records: number) => NewEventRecord;
  /** Returns the event record for a notifier that an administrator must fix. */
  readonly notifierDisabledRecord: (notifier: string, outcome: Outcome) => NewEventRecord;
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
    // Claims at most one delivery. If this process ends during the attempt, the delivery is due
    // again after the lease.
    const [claimed] = await outbox.claim(this.#notifier.name, 1, clock.now(), leaseMs);
    if (claimed === undefined) return 'none';
    const attempt = await this.#attempt(claimed, signal);
    const result = this.#resultOf(claimed.delivery, attempt);
    const eventRecords = await this.#eventRecordsOf(claimed, attempt, result);
    await outbox.storeAttempt(claimed.delivery.deliveryId, attempt, result, eventRecords);
    return result === 'disabled' ? 'disabled' : 'more';
  }

  /** Marks the overdue deliveries of a disabled notifier as failed. @throws {LedgerError} */
  async failOverdue(): Promise<void> {
    const { outbox, clock, skippedRecord } = this.#dependencies;
    const { name } = this.#notifier;
    await outbox.failOverdue(name, clock.now(), (records) => skippedRecord(name, records));
  }

  async #attempt({ delivery, alert }: ClaimedDelivery, shutdownSignal: AbortSignal): Promise<Attempt> {
    const { clock } = this.#dependencies;
    const startedAt = clock.now();
    const startedMs = clock.monotonicMs();
    using timeLimit = new AttemptTimeLimit(this.#timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS, shutdownSignal);
    const outcome = await Promise.race([
      this.#notifier
        .deliver(delivery, alert, timeLimit.signal)
        .catch((error: unknown) => this.#outcomeOfException(error)),
      timeLimit.expired.then((cause) => this.#unresponsiveOutcome(cause, clock.monotonicMs() - startedMs)),
    ]);
    return { attempt: delivery.attempts + 1, startedAt, durationMs: clock.monotonicMs() - startedMs, outcome };
  }

  /** Returns the state of a delivery after an attempt. */
  #resultOf({ retryUntil }: Delivery, { attempt, outcome }: Attempt): DeliveryResult {
    if (outcome.kind === 'rejected') return outcome.disable ? 'disabled' : 'failed';
    const { clock, random } = this.#dependencies;
    if (outcome.kind === 'delivered') {
      if (outcome.hasWaitingParts !== true) return 'delivered';
      // Other parts (hooks or recipients) wait for an earlier delivery. Waiting has no limit,
      // because that delivery has its own `retryUntil`. So there always is a next attempt.
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

  /** Returns the event records about a failed attempt. */
  async #eventRecordsOf(
    { delivery, alert }: ClaimedDelivery,
    attempt: Attempt,
    result: DeliveryResult,
  ): Promise<readonly NewEventRecord[]> {
    const { notifierDisabledRecord, deliveryFailedRecord } = this.#dependencies;
    const { outcome } = attempt;
    const eventRecords: NewEventRecord[] = [];
    const isOnlyAboutNotifying = alert.records.every(isAboutNotifying);
    if (await this.#needsDisabledRecord(outcome, result, isOnlyAboutNotifying))
      eventRecords.push(notifierDisabledRecord(delivery.notifier, outcome));
    // The failure of an alert about notifications would cause another such alert.
    if (result === 'failed' && !isOnlyAboutNotifying) eventRecords.push(deliveryFailedRecord(delivery, attempt));
    return eventRecords;
  }

  /** Returns true if an event must report that an administrator has to fix the notifier. */
  async #needsDisabledRecord(
    outcome: Outcome,
    result: DeliveryResult,
    isOnlyAboutNotifying: boolean,
  ): Promise<boolean> {
    if (outcome.kind === 'delivered') return false;
    const needsAdministrator = outcome.kind === 'retry' && ADMINISTRATOR_REASONS.has(outcome.reason);
    if (!needsAdministrator && result !== 'disabled') return false;
    const previousFailure = await this.#dependencies.outbox.latestFailure(this.#notifier.name);
    const isSameReason = previousFailure?.reason === outcome.reason;
    if (result === 'disabled') return !isSameReason || !isOnlyAboutNotifying;
    // The event causes another alert about notifications. Alternating reasons must not repeat that
    // without end.
    if (isOnlyAboutNotifying) return previousFailure === undefined;
    return !isSameReason;
  }

  /** Returns the outcome for an exception of a notifier, which is a bug of the notifier. */
  #outcomeOfException(error: unknown): Outcome {
    const message = DIAGNOSTIC_FAILURES.alert_not_sent({ name: this.#notifier.name, cause: causeOf(error) });
    this.#dependencies.diagnostics.note('error', message);
    return { kind: 'retry', reason: 'io_error', failure: failureOfError(error), notBefore: undefined };
  }

  /** Returns the outcome for a notifier that did not end after its signal. */
  #unresponsiveOutcome(cause: LimitCause, durationMs: number): Outcome {
    const seconds = Math.round(durationMs / 100) / 10;
    const failure =
      cause === 'shutdown'
        ? ATTEMPT_FAILURES.attempt_interrupted({ seconds })
        : ATTEMPT_FAILURES.attempt_unresponsive({ seconds, timeout: this.#timeoutMs / SECOND });
    return { kind: 'retry', reason: 'timed_out', failure: failure, notBefore: undefined };
  }
}
