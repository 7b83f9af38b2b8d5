import { HOUR, type Instant } from '../time.ts';
import type { ConfiguredNotifier } from './configured-notifier.ts';
import type { NotifierHealth } from './notifier-health.ts';

/**
 * Time for which attempts may fail before a notifier counts as unreliable, ms. Long enough for a
 * restart of the receiving server.
 */
export const MAX_FAILING_MS: number = HOUR;

/**
 * Returns since when a notifier has been unreliable, or undefined if it is reliable. It is
 * unreliable if:
 * - its latest attempt failed, and it is disabled or has no delivery left to retry; a notifier that
 *   sends at intervals has no deliveries, and retries at the next interval
 * - all its attempts have failed for an hour
 * - a delivery has waited for an hour, and an attempt has failed since
 */
export function undeliveredSince(
  { interval }: Pick<ConfiguredNotifier, 'interval'>,
  { failing, lastFailure, waiting, waitingSince, isDisabled }: NotifierHealth,
  now: Instant,
): Instant | undefined {
  const hasNoRetryLeft = waiting === 0 && interval === undefined;
  // If the clock was set back, `since` may be in the future. An hour ahead counts as elapsed too.
  const hasLastedTooLong = (since: Instant): boolean => Math.abs(now - since) >= MAX_FAILING_MS;
  if (failing !== undefined && (isDisabled || hasNoRetryLeft || hasLastedTooLong(failing.since))) return failing.since;
  // Covers a delivery that fails repeatedly while other deliveries succeed.
  const isStuck = waitingSince !== undefined && lastFailure !== undefined && lastFailure.at >= waitingSince;
  return isStuck && hasLastedTooLong(waitingSince) ? waitingSince : undefined;
}
