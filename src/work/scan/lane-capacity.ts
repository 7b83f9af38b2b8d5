/**
 * The history of a server: it answered the last probe, it was not probed yet, or it did not answer.
 */
export type ProbeLane = 'answering' | 'new' | 'failing';

/** In the order in which they are likely to finish, fastest first. */
export const LANES: readonly ProbeLane[] = ['answering', 'new', 'failing'];

/** Each lane reserves the limit divided by this number for the lanes before it. */
const RESERVE_DIVISOR = 4;

/**
 * Limits how many probes run at once, over all lanes. Each lane can use everything that is not
 * reserved for the lanes before it, so servers that do not answer never use the whole limit.
 */
export class LaneCapacity {
  /** The maximum number of probes at once. */
  limit: number;
  readonly #used: Record<ProbeLane, number> = { answering: 0, new: 0, failing: 0 };

  constructor(size: number) {
    this.limit = size;
  }

  /** Returns true if another probe of the lane may start. */
  hasRoom(lane: ProbeLane): boolean {
    const rank = LANES.indexOf(lane);
    return LANES.slice(0, rank + 1).every((_, index) => {
      const used = LANES.slice(index).reduce((sum, other) => sum + this.#used[other], 0);
      return used < this.limit - index * Math.floor(this.limit / RESERVE_DIVISOR);
    });
  }

  /** Notes the start of a probe. */
  enter(lane: ProbeLane): void {
    this.#used[lane] += 1;
  }

  /** Notes the end of a probe. */
  leave(lane: ProbeLane): void {
    this.#used[lane] -= 1;
  }
}
