/**
 * Aborts one attempt when its time has elapsed or when it is canceled. Must be disposed after the
 * attempt.
 */
export class AttemptLimit implements Disposable {
  readonly #controller: AbortController = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #cancelSignal: AbortSignal;
  readonly #cancel = (): void => this.#controller.abort();
  #isTimedOut = false;

  /**
   * @param cancelSignal may live longer than the attempt: disposing removes the listener, which
   * AbortSignal.any would leave
   */
  constructor(timeoutMs: number, cancelSignal: AbortSignal) {
    this.#cancelSignal = cancelSignal;
    this.#timer = setTimeout(() => {
      this.#isTimedOut = !this.#controller.signal.aborted;
      this.#controller.abort();
    }, timeoutMs);
    cancelSignal.addEventListener('abort', this.#cancel);
    if (cancelSignal.aborted) this.#cancel();
  }

  /** Aborts when the time has elapsed or the attempt is canceled. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True if the time elapsed, and the attempt was not canceled before. */
  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#cancelSignal.removeEventListener('abort', this.#cancel);
  }
}
