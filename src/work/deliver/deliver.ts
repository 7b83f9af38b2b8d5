import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import { nextAttempt } from '../../domain/alert/back-off.ts';
import type { Delivery } from '../../domain/alert/delivery.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import type { Reason } from '../../domain/problem.ts';
import { SECOND } from '../../domain/time.ts';
import type { Attempt, ClaimedDelivery, Outbox, Settlement } from '../ports/outbox.ts';
import type { Notifier, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { NOTIFIER_DEADLINE_MARGIN_MS } from './notifier-deadline-margin.ts';

/** How long an attempt that is under way may go on once it is to stop, ms: what is told then is not told again. */
const SHUTDOWN_GRACE_MS: number = 2 * SECOND;
/** How long a notifier may take to end once it was told to, ms; one that does not is left alone. */
const ENDS_WITHIN_MS: number = 500;
/** What lasts until somebody mends it: that is said when it begins, not only when it is given up. */
const MENDED_BY_HAND: ReadonlySet<Reason> = new Set(['hook_unsafe']);
/** More than an attempt can take: in between, nobody else is handed it. */
const LEASE_MARGIN_MS: number = 10 * SECOND;

export interface DeliverDependencies {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** At least 0, below 1. */
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  /** The record that says that a delivery was given up. */
  readonly abandonedRecord: (delivery: Delivery, attempt: Attempt) => NewEventRecord;
  /** The record that says of how many records a notifier was not told, at least, that waited too long. */
  readonly skippedRecord: (notifier: string, records: number) => NewEventRecord;
  /** The record that says that a notifier is told nothing before somebody mends something. */
  readonly disabled: (notifier: string, outcome: Outcome) => NewEventRecord;
}

/** Tells one notifier what is due, one delivery at a time. */
export class Deliverer {
  readonly #notifier: Notifier;
  /** Within which the notifier ends by itself. */
  readonly #timeoutMs: number;
  readonly #means: DeliverDependencies;

  constructor(notifier: Notifier, timeoutMs: number, means: DeliverDependencies) {
    this.#notifier = notifier;
    this.#timeoutMs = timeoutMs;
    this.#means = means;
  }

  /**
   * Makes the next attempt that is due, and stores what came of it.
   * @returns whether there may be another; `disabled`: there is to be none
   * @throws {LedgerError} an attempt that was made and could not be stored is made again
   */
  async deliverNext(signal: AbortSignal): Promise<'more' | 'none' | 'disabled'> {
    const { outbox, clock } = this.#means;
    const lease = this.#timeoutMs + SHUTDOWN_GRACE_MS + LEASE_MARGIN_MS;
    const [claimed] = await outbox.claim(this.#notifier.name, 1, clock.now(), lease);
    if (claimed === undefined) return 'none';
    const attempt = await this.#attempt(claimed, signal);
    const next = this.#settlement(claimed.delivery, attempt);
    const happened = await this.#happened(claimed, attempt, next);
    await outbox.settle(claimed.delivery.deliveryId, attempt, next, happened);
    return next === 'disabled' ? 'disabled' : 'more';
  }

  /** Of a notifier that is disabled: gives up what waits for longer than it may. @throws {LedgerError} */
  async giveUpLate(): Promise<void> {
    const { outbox, clock, skippedRecord } = this.#means;
    const { name } = this.#notifier;
    await outbox.giveUpLate(name, clock.now(), (records) => skippedRecord(name, records));
  }

  async #attempt({ delivery, alert }: ClaimedDelivery, stopping: AbortSignal): Promise<Attempt> {
    const { clock } = this.#means;
    const startedAt = clock.now();
    const begun = clock.monotonicMs();
    using limit = new TimeLimit(this.#timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS, stopping);
    const outcome = await Promise.race([
      this.#notifier.deliver(delivery, alert, limit.signal).catch((error: unknown) => this.#broken(error)),
      limit.overdue.then(() => this.#overdue()),
    ]);
    return { attempt: delivery.attempts + 1, startedAt, durationMs: clock.monotonicMs() - begun, outcome };
  }

  #settlement({ giveUpAt }: Delivery, { attempt, outcome }: Attempt): Settlement {
    if (outcome.kind === 'never') return outcome.disable ? 'disabled' : 'given-up';
    const { clock, random } = this.#means;
    if (outcome.kind === 'delivered') {
      if (outcome.isPartly !== true) return 'delivered';
      // It waits for an earlier one, which has an end; its own time is for those who are still to be told.
      const endless = { attempts: attempt, at: clock.now(), notBefore: undefined, giveUpAt: Number.POSITIVE_INFINITY };
      return nextAttempt(endless, random()) ?? 'delivered';
    }
    const { notBefore } = outcome;
    return nextAttempt({ attempts: attempt, at: clock.now(), notBefore, giveUpAt }, random()) ?? 'given-up';
  }

  /** That telling of telling fails is in the ledger, and in no event: each would bring others about, without an end. */
  async #happened(
    { delivery, alert }: ClaimedDelivery,
    attempt: Attempt,
    next: Settlement,
  ): Promise<readonly NewEventRecord[]> {
    const { outbox, disabled, abandonedRecord } = this.#means;
    const { outcome } = attempt;
    const isOnlyAboutNotifying = alert.records.every(isAboutNotifying);
    const happened = next === 'given-up' && !isOnlyAboutNotifying ? [abandonedRecord(delivery, attempt)] : [];
    const isByHand = outcome.kind === 'again' && MENDED_BY_HAND.has(outcome.reason);
    if (outcome.kind === 'delivered' || (!isByHand && next !== 'disabled')) return happened;
    // A state of its notifier, which is new whatever was told; but reasons that change in turn bring no storm.
    const failing = await outbox.failing(delivery.notifier);
    const isKnown = failing?.reason === outcome.reason || (isOnlyAboutNotifying && failing !== undefined);
    const isSaid = next === 'disabled' ? failing?.reason !== outcome.reason || !isOnlyAboutNotifying : !isKnown;
    return isSaid ? [disabled(delivery.notifier, outcome), ...happened] : happened;
  }

  /** A notifier rejects only where it is itself at fault. */
  #broken(error: unknown): Outcome {
    const detail = error instanceof Error ? error.message : String(error);
    this.#means.diagnostics.note('error', `telling ${this.#notifier.name}: ${detail}`);
    return { kind: 'again', reason: 'io_error', detail, notBefore: undefined };
  }

  #overdue(): Outcome {
    const detail = `it did not end within ${this.#timeoutMs / SECOND} s, nor when it was told to`;
    return { kind: 'again', reason: 'timed_out', detail, notBefore: undefined };
  }
}

/** The time that an attempt has: its deadline, or a little from when it is to stop, whichever comes first. */
class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  /** Resolves where it goes on after the end. */
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
