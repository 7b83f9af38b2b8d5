/** Wakes a waiting caller. If no caller waits, the next call of `wait` returns at once. */
export class WakeSignal {
  #isPending = false;
  #resume: (() => void) | undefined;

  wake(): void {
    this.#isPending = true;
    this.#resume?.();
  }

  /** Waits until `wake` is called, the time has elapsed, or the signal is aborted. */
  async wait(withinMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#isPending && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.#resume = undefined;
          resolve();
        };
        const timer = setTimeout(done, withinMs);
        signal.addEventListener('abort', done);
        this.#resume = done;
      });
    }
    this.#isPending = false;
  }
}
