import { setImmediate } from 'node:timers/promises';

/** The maximum time that work blocks the event loop, ms. */
const TURN_MS = 8;

/**
 * Limits the time that synchronous work blocks the event loop. Call `due` after each small piece,
 * and `rest` if it returns true.
 */
export class TimeSlice {
  readonly #signal: AbortSignal;
  #turnEnds: number = performance.now() + TURN_MS;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  hasElapsed(): boolean {
    return performance.now() >= this.#turnEnds;
  }

  /**
   * Yields to the event loop.
   * @throws the reason of the signal
   */
  async pause(): Promise<void> {
    this.#signal.throwIfAborted();
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#turnEnds = performance.now() + TURN_MS;
  }
}

/** Returns a function that yields to the event loop when the slice has elapsed. */
export function yieldWithin(slice: TimeSlice): () => Promise<void> {
  return async () => {
    if (slice.hasElapsed()) await slice.pause();
  };
}
