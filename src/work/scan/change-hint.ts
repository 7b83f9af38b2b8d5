import type { Clock } from '../ports/system.ts';

/**
 * Calls a function once for several changes, at the earliest time that one of the changes allows.
 */
export class ChangeHint implements Disposable {
  readonly #clock: Clock;
  readonly #hint: () => void;
  #next: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  /** When the previous hint was given, on the monotonic clock, ms. */
  #lastHintMs: number;

  /** @param hint called when the changes should be processed */
  constructor(clock: Clock, hint: () => void) {
    this.#clock = clock;
    this.#hint = hint;
    this.#lastHintMs = clock.monotonicMs();
  }

  /**
   * Schedules a call of `hint`.
   * @param minGapMs the minimum time since the previous call
   */
  schedule(minGapMs: number): void {
    const nowMs = this.#clock.monotonicMs();
    const atMs = Math.max(nowMs, this.#lastHintMs + minGapMs);
    if (this.#next !== undefined && this.#next.atMs <= atMs) return;
    clearTimeout(this.#next?.timeout);
    const timeout = setTimeout(
      () => {
        this.#next = undefined;
        this.#lastHintMs = this.#clock.monotonicMs();
        this.#hint();
      },
      Math.ceil(atMs - nowMs),
    );
    timeout.unref();
    this.#next = { atMs, timeout };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#next?.timeout);
  }
}
