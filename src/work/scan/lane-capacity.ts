/**
 * The history of a server: it answered the last probe, it was not probed yet, or it did not answer.
 */
export type ProbeLane = 'answering' | 'new' | 'failing';

/** In the order in which they are likely to finish, fastest first. */
export const LANES: readonly ProbeLane[] = ['answering', 'new', 'failing'];

/** Each lane leaves one of this many places to the lanes before it. */
const RESERVE_DIVISOR = 4;

/**
 * A limited number of places that lanes share. A lane can use all places that are not reserved for
 * the lanes before it, so servers that do not answer never occupy every place.
 */
export class LaneCapacity {
  /** The number of places. */
  size: number;
  readonly #used: Record<ProbeLane, number> = { answering: 0, new: 0, failing: 0 };

  constructor(size: number) {
    this.size = size;
  }

  /** Returns true if a place is free for the lane. */
  hasPlace(lane: ProbeLane): boolean {
    const rank = LANES.indexOf(lane);
    return LANES.slice(0, rank + 1).every((_, index) => {
      const used = LANES.slice(index).reduce((sum, other) => sum + this.#used[other], 0);
      return used < this.size - index * Math.floor(this.size / RESERVE_DIVISOR);
    });
  }

  enter(lane: ProbeLane): void {
    this.#used[lane] += 1;
  }

  leave(lane: ProbeLane): void {
    this.#used[lane] -= 1;
  }
}
