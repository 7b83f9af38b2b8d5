import { setImmediate } from 'node:timers/promises';

/** The maximum time that work blocks the event loop, ms. */
const SLICE_MS = 8;

/**
 * Limits the time that synchronous work blocks the event loop. Call `hasElapsed` after each small
 * piece of work, and `pause` if it returns true.
 */
export class TimeSlice {
  readonly #signal: AbortSignal | undefined;
  #endsAtMs: number = performance.now() + SLICE_MS;

  /** @param signal aborts the work at the next pause; undefined: the work cannot be aborted */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  hasElapsed(): boolean {
    return performance.now() >= this.#endsAtMs;
  }

  /** Yields to the event loop. Rejects with the signal's reason if it aborts. */
  async pause(): Promise<void> {
    this.#signal?.throwIfAborted();
    await setImmediate();
    this.#signal?.throwIfAborted();
    this.#endsAtMs = performance.now() + SLICE_MS;
  }
}

/** Returns a function that yields to the event loop if the slice has elapsed. */
export function yieldWithin(slice: TimeSlice): () => Promise<void> {
  return async () => {
    if (slice.hasElapsed()) await slice.pause();
  };
}
