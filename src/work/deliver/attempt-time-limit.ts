import { SECOND } from '../../domain/time.ts';

/**
 * How long a running attempt may continue at shutdown, ms: a delivery that completes is not sent
 * again.
 */
const SHUTDOWN_GRACE_MS: number = 2 * SECOND;
/**
 * How long a notifier may take to end after its signal, ms. The attempt is then recorded as timed
 * out.
 */
export const ABORT_GRACE_MS: number = 500;

/** The limit that ended an attempt. */
export type LimitCause = 'timeout' | 'shutdown';

/**
 * The time limit of an attempt: its timeout, or the grace period at shutdown if that ends first.
 */
export class AttemptTimeLimit implements Disposable {
  readonly signal: AbortSignal;
  /** Resolves, with the limit that ended first, if the attempt continues after the limit. */
  readonly expired: Promise<LimitCause>;
  readonly #timers: Set<NodeJS.Timeout> = new Set();
  readonly #shutdownSignal: AbortSignal;
  readonly #onStop: () => void;

  constructor(timeoutMs: number, shutdownSignal: AbortSignal) {
    const controller = new AbortController();
    this.signal = controller.signal;
    let resolveExpired = (_cause: LimitCause): void => undefined;
    this.expired = new Promise((resolve) => {
      resolveExpired = resolve;
    });
    const abortAttempt = (cause: LimitCause): void => {
      controller.abort();
      this.#startTimer(ABORT_GRACE_MS, () => resolveExpired(cause));
    };
    this.#shutdownSignal = shutdownSignal;
    this.#onStop = () => this.#startTimer(SHUTDOWN_GRACE_MS, () => abortAttempt('shutdown'));
    this.#startTimer(timeoutMs, () => abortAttempt('timeout'));
    if (shutdownSignal.aborted) this.#onStop();
    else shutdownSignal.addEventListener('abort', this.#onStop, { once: true });
  }

  #startTimer(ms: number, callback: () => void): void {
    const timer = setTimeout(callback, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  [Symbol.dispose](): void {
    this.#shutdownSignal.removeEventListener('abort', this.#onStop);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
