import { HOUR, type Instant } from '../time.ts';

/** Number of the latest answers that are compared: of name resolution, or of one address. */
export const LATEST_ANSWERS = 12;
/**
 * The minimum duration of an absence. The number of answers is not enough: a server with a problem
 * is probed every 10 s at first.
 */
const MIN_ABSENCE_MS: number = HOUR;

/**
 * Returns whether an address or a certificate is gone, because it was missing from enough answers.
 * A single answer does not show this: DNS may return only some of the addresses, and a load
 * balancer serves one of several certificates.
 * @param missed the number of latest answers in a row without the address or certificate
 * @param since the time of the first answer without it, or of the last answer with it
 */
export function isNoLongerSeen(missed: number, since: Instant, at: Instant): boolean {
  // If the clock was set back, `since` may be in the future.
  return missed >= LATEST_ANSWERS && Math.abs(at - since) >= MIN_ABSENCE_MS;
}
