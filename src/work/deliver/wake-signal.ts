/** Wakes one who waits; rung while nobody waits, it is heard at once by who comes next. */
export class WakeSignal {
  #isRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Until it is rung, or so many ms are over, or the signal. */
  async heard(withinMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.#wake = undefined;
          resolve();
        };
        const timer = setTimeout(done, withinMs);
        signal.addEventListener('abort', done);
        this.#wake = done;
      });
    }
    this.#isRung = false;
  }
}
