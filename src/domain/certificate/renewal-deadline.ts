import { DAY, type Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

/** Fraction of the lifetime after which ACME clients renew. */
const RENEWAL_FRACTION = 2 / 3;
/** Time for a renewal after that: two days, or 1/12 of the lifetime if that is shorter. */
const MAX_GRACE_MS: number = 2 * DAY;
const GRACE_FRACTION = 1 / 12;

/**
 * Returns the latest time at which an automatic renewal is still on schedule. For a lifetime of 6
 * days, 1/12 is 12 hours, in which a timer that runs twice a day runs once. Lifetimes of at least
 * 24 days get two days.
 */
export function renewalDeadline({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>): Instant {
  const lifetimeMs = Math.max(0, notAfter - notBefore);
  return notBefore + lifetimeMs * RENEWAL_FRACTION + Math.min(MAX_GRACE_MS, lifetimeMs * GRACE_FRACTION);
}
