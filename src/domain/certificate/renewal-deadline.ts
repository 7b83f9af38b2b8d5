import { DAY, type Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

/** Fraction of the lifetime after which ACME clients renew. */
const RENEWAL_FRACTION = 2 / 3;
/**
 * Other programs renew this long before the expiry, which is later for long lifetimes: certmonger by
 * default 28 days, older versions of certbot 30 days.
 * @see certmonger.conf(5) enroll_ttls
 */
const RENEWAL_WINDOW_MS: number = 28 * DAY;
/** After that, a renewal may take two days, or 1/12 of the lifetime if that is shorter. */
const MAX_GRACE_MS: number = 2 * DAY;
const GRACE_FRACTION = 1 / 12;

/**
 * Returns the latest time at which an automatic renewal is still on schedule. Even a certificate
 * that is valid for 6 days has 12 hours for its renewal, in which a timer that runs twice a day
 * runs once.
 */
export function renewalDeadline({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>): Instant {
  const lifetimeMs = Math.max(0, notAfter - notBefore);
  const renewalMs = Math.max(lifetimeMs * RENEWAL_FRACTION, lifetimeMs - RENEWAL_WINDOW_MS);
  return notBefore + renewalMs + Math.min(MAX_GRACE_MS, lifetimeMs * GRACE_FRACTION);
}
