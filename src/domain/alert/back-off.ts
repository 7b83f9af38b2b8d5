import { HOUR, type Instant, SECOND } from '../time.ts';

/** Before the second attempt. Doubles with every one that fails. */
const FIRST_WAIT: number = 2 * SECOND;
const LONGEST_WAIT: number = HOUR;

/** An attempt that failed and may be made again. */
export interface FailedAttempt {
  /** How many have been made, this one with them; at least 1. */
  readonly attempts: number;
  /** When it ended. */
  readonly at: Instant;
  /** The other side asked not to be asked before. */
  readonly notBefore: Instant | undefined;
  readonly giveUpAt: Instant;
}

/**
 * When a delivery is tried again; undefined: it is given up. Before that one last attempt is made at `giveUpAt`, whatever
 * the other side asked for.
 * @param jitter in [0, 1): up to a quarter more is waited, so that what failed together does not come back together
 */
export function nextAttempt({ attempts, at, notBefore, giveUpAt }: FailedAttempt, jitter: number): Instant | undefined {
  if (at >= giveUpAt) return undefined;
  const wait = Math.min(FIRST_WAIT * 2 ** (attempts - 1) * (1 + jitter / 4), LONGEST_WAIT);
  return Math.min(Math.max(at + Math.floor(wait), notBefore ?? at), giveUpAt);
}
