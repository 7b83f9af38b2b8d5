const EVERY_MS = 10;

/**
 * The total delay of the timers of this process, by which a busy machine distorts a measurement.
 */
export class Lateness implements Disposable {
  ms = 0;
  #last: number = performance.now();
  readonly #timer: NodeJS.Timeout = setInterval(() => {
    const now = performance.now();
    this.ms += Math.max(0, now - this.#last - 2 * EVERY_MS);
    this.#last = now;
  }, EVERY_MS);

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
