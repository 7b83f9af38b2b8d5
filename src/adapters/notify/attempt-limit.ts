/** What ends one attempt: its time is over, or it is called off. To be disposed of when it has ended by itself. */
export class AttemptLimit implements Disposable {
  readonly #controller: AbortController = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #calledOff: AbortSignal;
  readonly #callOff = (): void => this.#controller.abort();
  #isLate = false;

  /** @param calledOff keeps no listener once this is disposed of, as one made by AbortSignal.any would */
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

  /** Whether it was ended because its time was over; not when it was called off before. */
  get isLate(): boolean {
    return this.#isLate;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#calledOff.removeEventListener('abort', this.#callOff);
  }
}
