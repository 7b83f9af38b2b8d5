/**
 * Aborts one attempt when its time has elapsed or when it is canceled. Must be disposed after the
 * attempt.
 */
export class AttemptLimit implements Disposable {
  readonly #controller: AbortController = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #calledOff: AbortSignal;
  readonly #callOff = (): void => this.#controller.abort();
  #isLate = false;

  /** @param calledOff its listener is removed by disposing; AbortSignal.any would keep one */
  constructor(timeoutMs: number, calledOff: AbortSignal) {
    this.#calledOff = calledOff;
    this.#timer = setTimeout(() => {
      this.#isLate = !this.#controller.signal.aborted;
      this.#controller.abort();
    }, timeoutMs);
    calledOff.addEventListener('abort', this.#callOff);
    if (calledOff.aborted) this.#callOff();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True if the time elapsed before the attempt was canceled. */
  get isLate(): boolean {
    return this.#isLate;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#calledOff.removeEventListener('abort', this.#callOff);
  }
}
