import { HOUR, type Instant, SECOND } from '../time.ts';

/** The delay before the second attempt; each further failure doubles it, up to `MAX_DELAY_MS`. */
const FIRST_DELAY_MS: number = 2 * SECOND;
const MAX_DELAY_MS: number = HOUR;

/** A failed attempt that may be retried. */
export interface FailedAttempt {
  /** Number of attempts so far, including this one; at least 1. */
  readonly attempts: number;
  /** End of the attempt. */
  readonly at: Instant;
  /** The earliest time that the remote server allows for the next attempt; undefined: any time. */
  readonly notBefore: Instant | undefined;
  /** Time of the last attempt. */
  readonly retryUntil: Instant;
}

/**
 * Returns when a delivery is retried, or undefined if no attempt is left. The last attempt is at
 * `retryUntil`, even if the remote server requested a later time.
 * @param jitter in [0, 1): adds up to 25 % to the delay, so that failed deliveries are not all
 * retried at once
 */
export function nextAttempt(
  { attempts, at, notBefore, retryUntil }: FailedAttempt,
  jitter: number,
): Instant | undefined {
  if (at >= retryUntil) return undefined;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1) * (1 + jitter / 4), MAX_DELAY_MS);
  return Math.min(Math.max(at + Math.floor(delayMs), notBefore ?? at), retryUntil);
}
