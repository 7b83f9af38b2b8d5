import type { Instant } from '../time.ts';

/**
 * Returns whether a condition has been open for less than `holdForMs`, so that its notification
 * waits. A condition that seems to begin in the future, because the clock was set back, is not
 * held.
 */
export function isHeld(raisedAt: Instant, holdForMs: number, at: Instant): boolean {
  return raisedAt <= at && at < raisedAt + holdForMs;
}
