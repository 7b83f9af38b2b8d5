/**
 * A lane contains the servers with the same history:
 * - `answering`: they answered the last probe
 * - `new`: they were not probed yet
 * - `failing`: they did not answer the last probe
 */
export type ProbeLane = 'answering' | 'new' | 'failing';

/** The lanes in the order in which their probes are likely to finish, fastest first. */
export const LANES: readonly ProbeLane[] = ['answering', 'new', 'failing'];

/**
 * Each lane leaves one slot in this number free for the next faster lane: with a limit of 8, the limits
 * of the lanes are 8, 6 and 4.
 */
const RESERVE_DIVISOR = 4;

/**
 * Limits how many probes run at once. All lanes together can use the whole limit, `new` and
 * `failing` together about three quarters of it, and `failing` about half of it, so that servers that
 * do not answer never use the whole limit. With a limit below 4, nothing is left free: servers that do
 * not answer can then use the whole limit, until their probes count as slow.
 */
export class LaneCapacity {
  /** The maximum number of probes at once. */
  limit: number;
  readonly #used: Record<ProbeLane, number> = { answering: 0, new: 0, failing: 0 };

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Returns true if another probe of the lane may start. */
  hasRoom(lane: ProbeLane): boolean {
    // A probe also uses the room of each faster lane, so the limits of all these lanes are checked.
    const rank = LANES.indexOf(lane);
    return LANES.slice(0, rank + 1).every((_, index) => {
      // The probes of the lane at this index and of all slower lanes.
      const usedFromIndex = LANES.slice(index).reduce((sum, other) => sum + this.#used[other], 0);
      return usedFromIndex < this.limit - index * Math.floor(this.limit / RESERVE_DIVISOR);
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
