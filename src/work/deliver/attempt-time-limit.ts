import { SECOND } from '../../domain/time.ts';

/**
 * How long a running attempt may continue at shutdown, ms. A delivery that completes is not sent
 * again after the restart.
 */
const SHUTDOWN_GRACE_MS: number = 2 * SECOND;
/**
 * How long a notifier may continue after its signal, ms. After that, the attempt is recorded as
 * timed out, and is not awaited.
 */
export const ABORT_GRACE_MS: number = 500;

/** The limit that ended first: the timeout of the attempt, or the grace period at shutdown. */
export type LimitCause = 'timeout' | 'shutdown';

/**
 * The time limit of an attempt: its timeout, or the grace period at shutdown if that ends first.
 */
export class AttemptTimeLimit implements Disposable {
  /** Aborted when the limit ends. */
  readonly signal: AbortSignal;
  /** Resolves ABORT_GRACE_MS after `signal`. An attempt that still runs then ignores its signal. */
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
