import type { Instant } from '../time.ts';

/**
 * Returns whether the notification of a condition is delayed, because the condition has been open
 * for less than `holdForMs`. False if the condition seems to begin in the future, because the clock
 * was set back.
 */
export function isHeld(raisedAt: Instant, holdForMs: number, at: Instant): boolean {
  return raisedAt <= at && at < raisedAt + holdForMs;
}
