import { HOUR, type Instant } from '../time.ts';
import type { ConfiguredNotifier } from './configured-notifier.ts';
import type { NotifierHealth } from './notifier-health.ts';

/** So long a receiver may be in trouble before it counts, ms: one that restarts, or is busy, is no reason for doubt. */
export const PATIENCE: number = HOUR;

/**
 * Since when a notifier cannot be relied on to tell of anything: at once where it is disabled, or what it was to be told is
 * given up; after an hour where attempts fail, or something waits that could not be told.
 * @returns undefined: it can be relied on
 */
export function undeliveredSince(
  { every }: Pick<ConfiguredNotifier, 'every'>,
  { failing, lastFailure, waiting, waitingSince, isDisabled }: NotifierHealth,
  now: Instant,
): Instant | undefined {
  // What is shown again and again has nothing waiting, and is tried all the same.
  const isGivenUp = waiting === 0 && every === undefined;
  // A clock that was set back says of neither how long it has been.
  const isLong = (since: Instant): boolean => Math.abs(now - since) >= PATIENCE;
  if (failing !== undefined && (isDisabled || isGivenUp || isLong(failing.since))) return failing.since;
  // Of several, one may fail again and again while others are told.
  const isStuck = waitingSince !== undefined && lastFailure !== undefined && lastFailure.at >= waitingSince;
  return isStuck && isLong(waitingSince) ? waitingSince : undefined;
}
