import { DAY, type Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

/** The share of its life after which an automatic renewal begins: what ACME clients do. */
const RENEWED_AFTER = 2 / 3;
/** How long after that it may take before somebody should look: two days, of a short life a twelfth. */
const GRACE: number = 2 * DAY;
const GRACE_SHARE = 1 / 12;

/**
 * The last instant at which an automatic renewal may still be waited for. A twelfth of six days is twelve hours, in which
 * a timer that runs twice a day has had its turn; lives of 24 days and more get the two days.
 */
export function renewalDeadline({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>): Instant {
  const life = Math.max(0, notAfter - notBefore);
  return notBefore + life * RENEWED_AFTER + Math.min(GRACE, life * GRACE_SHARE);
}
