import { setImmediate as realImmediate } from 'node:timers/promises';
import { vi } from 'vitest';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** The number of turns of the event loop after a timer: a scan yields once. */
const TURNS = 3;

/**
 * Timers in a simulated time, which advances only on request. A turn of the event loop takes
 * microseconds, and fake timers of the test runner take a millisecond each.
 */
export class VirtualTime implements Disposable {
  nowMs = 0;
  #timers: Timer[] = [];
  #order = 0;

  constructor() {
    vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => this.#add(run, ms));
    vi.stubGlobal('clearTimeout', (handle: { readonly order: number } | undefined) => {
      if (handle !== undefined) this.#timers = this.#timers.filter(({ order }) => order !== handle.order);
    });
  }

  /** Runs all timers up to an instant, in order. */
  async until(atMs: number): Promise<void> {
    await this.#settle();
    for (let next = this.#takeDue(atMs); next !== undefined; next = this.#takeDue(atMs)) {
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
      await this.#settle();
    }
    this.nowMs = atMs;
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#add(resolve, ms);
    });
  }

  [Symbol.dispose](): void {
    vi.unstubAllGlobals();
  }

  #add(run: () => void, ms: number): { readonly order: number; unref(): void } {
    this.#order += 1;
    const order = this.#order;
    // Node truncates the delay of a timer to whole milliseconds, at least one.
    this.#timers.push({ atMs: this.nowMs + Math.max(1, Math.trunc(ms)), order, run });
    return { order, unref: () => undefined };
  }

  #takeDue(atMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.atMs > atMs) continue;
      if (next === undefined || timer.atMs < next.atMs) next = timer;
    }
    if (next !== undefined) this.#timers.splice(this.#timers.indexOf(next), 1);
    return next;
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) await realImmediate();
  }
}
