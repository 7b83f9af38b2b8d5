import { HOUR, type Instant } from '../time.ts';

/** Number of the latest answers that are compared: of name resolution, or of one address. */
export const LATEST_ANSWERS = 12;
/** The shortest time that they cover, ms: a server with a problem is probed every 10 s at first. */
const LATEST_FOR: number = HOUR;

/**
 * Returns whether an address or a certificate is gone. One answer may contain a part of the
 * addresses, and a load balancer serves one of several certificates.
 * @param missed how many of the latest answers in a row do not contain it
 * @param since the time of the first of them, or of the last answer before them
 */
export function isNoLongerSeen(missed: number, since: Instant, at: Instant): boolean {
  // If the clock was set back, `since` may be in the future.
  return missed >= LATEST_ANSWERS && Math.abs(at - since) >= LATEST_FOR;
}
