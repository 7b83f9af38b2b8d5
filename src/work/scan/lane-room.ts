/**
 * The history of a server: it answered the last probe, it was not probed yet, or it did not answer.
 */
export type ProbeLane = 'answering' | 'new' | 'doubtful';

/** In the order in which they are likely to finish, fastest first. */
export const LANES: readonly ProbeLane[] = ['answering', 'new', 'doubtful'];

/** Each lane leaves one of this many places to the lanes before it. */
const ONE_IN = 4;

/**
 * A limited number of places that lanes share. A lane can use all places that are not reserved for
 * the lanes before it, so servers that do not answer never occupy every place.
 */
export class LaneRoom {
  /** The number of places. */
  size: number;
  readonly #taken: Record<ProbeLane, number> = { answering: 0, new: 0, doubtful: 0 };

  constructor(size: number) {
    this.size = size;
  }

  /** Returns true if a place is free for the lane. */
  hasPlace(lane: ProbeLane): boolean {
    const rank = LANES.indexOf(lane);
    return LANES.slice(0, rank + 1).every((_, before) => {
      const taken = LANES.slice(before).reduce((sum, each) => sum + this.#taken[each], 0);
      return taken < this.size - before * Math.floor(this.size / ONE_IN);
    });
  }

  enter(lane: ProbeLane): void {
    this.#taken[lane] += 1;
  }

  leave(lane: ProbeLane): void {
    this.#taken[lane] -= 1;
  }
}
