const EVERY_MS = 10;

/** How much later than it should this process came to its turns, all together: what a busy machine took from a measure. */
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
