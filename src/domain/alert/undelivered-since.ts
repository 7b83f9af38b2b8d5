import { HOUR, type Instant } from '../time.ts';
import type { ConfiguredNotifier } from './configured-notifier.ts';
import type { NotifierHealth } from './notifier-health.ts';

/**
 * Time that deliveries may fail before the notifier counts as unreliable, ms. Allows for a restart
 * of the receiver.
 */
export const MAX_FAILING_MS: number = HOUR;

/**
 * Returns since when a notifier has been unreliable, or undefined if it is reliable. It is
 * unreliable immediately if it is disabled or its deliveries have failed. It is also unreliable
 * when attempts have failed, or a failing delivery has waited, for an hour.
 */
export function undeliveredSince(
  { interval }: Pick<ConfiguredNotifier, 'interval'>,
  { failing, lastFailure, waiting, waitingSince, isDisabled }: NotifierHealth,
  now: Instant,
): Instant | undefined {
  // A notifier that sends at intervals has no waiting deliveries but is still retried.
  const hasFailed = waiting === 0 && interval === undefined;
  // The clock may have been set back, so that `since` is in the future.
  const hasLastedTooLong = (since: Instant): boolean => Math.abs(now - since) >= MAX_FAILING_MS;
  if (failing !== undefined && (isDisabled || hasFailed || hasLastedTooLong(failing.since))) return failing.since;
  // Some deliveries can fail repeatedly while others succeed.
  const isStuck = waitingSince !== undefined && lastFailure !== undefined && lastFailure.at >= waitingSince;
  return isStuck && hasLastedTooLong(waitingSince) ? waitingSince : undefined;
}
