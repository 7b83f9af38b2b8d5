/** What is known of a server: that it answered when it was last spoken to, that nobody has spoken to it yet, or that it did not answer. */
export type ProbeLane = 'answering' | 'new' | 'doubtful';

/** Those that are least likely to keep a place for long come first. */
export const LANES: readonly ProbeLane[] = ['answering', 'new', 'doubtful'];

/** Of so many places one is kept from every lane for those before it. */
const ONE_IN = 4;

/**
 * Places that lanes share: one may have all that is not kept for those before it, so that servers which do not answer never
 * take every place from those that may.
 */
export class LaneRoom {
  /** How many places there are. */
  size: number;
  readonly #taken: Record<ProbeLane, number> = { answering: 0, new: 0, doubtful: 0 };

  constructor(size: number) {
    this.size = size;
  }

  /** Whether one more of the lane may come in. */
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
