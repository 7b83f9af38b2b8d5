import { setImmediate } from 'node:timers/promises';

/** How long work may hold the event loop before others get their turn, ms. */
const TURN_MS = 8;

/** Keeps long synchronous work from holding the event loop: ask `due` after each small piece, and `rest` when it is. */
export class TimeSlice {
  readonly #signal: AbortSignal;
  #turnEnds: number = performance.now() + TURN_MS;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  due(): boolean {
    return performance.now() >= this.#turnEnds;
  }

  /** @throws the signal's reason, once it is aborted. */
  async rest(): Promise<void> {
    this.#signal.throwIfAborted();
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#turnEnds = performance.now() + TURN_MS;
  }
}

/** Lets others have their turn when it is due. */
export function yieldWithin(pace: TimeSlice): () => Promise<void> {
  return async () => {
    if (pace.due()) await pace.rest();
  };
}
