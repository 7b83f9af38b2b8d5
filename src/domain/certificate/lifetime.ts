import { HOUR, type Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

type Lifetime = Pick<Certificate, 'notBefore' | 'notAfter'>;

/** The state of a certificate by its validity period; `expiring`: it expires soon. */
export type LifetimeState = 'ok' | 'expiring' | 'expired' | 'not-yet-valid';

/**
 * The period before `notAfter` in which a certificate expires soon: min(within,
 * fraction × lifetime). All in ms.
 */
export interface ExpiringSettings {
  /** Maximum length of the period. */
  readonly within: number;
  /** Fraction of the lifetime, 0 to 1. */
  readonly fraction: number;
  /** Remaining times at which another reminder is due. Descending. */
  readonly remindAt: readonly number[];
}

/**
 * Returns whether a certificate has expired; it is still valid at `notAfter`.
 * @see RFC 5280 section 4.1.2.5
 */
export function isExpired({ notAfter }: Pick<Lifetime, 'notAfter'>, now: Instant): boolean {
  return now > notAfter;
}

/** Returns whether the validity period begins later; a certificate is valid at `notBefore`. */
export function isNotYetValid({ notBefore }: Pick<Lifetime, 'notBefore'>, now: Instant): boolean {
  return now < notBefore;
}

/** Returns the length of the period before `notAfter` in which a certificate expires soon, ms. */
export function expiringPeriodMs({ notBefore, notAfter }: Lifetime, settings: ExpiringSettings): number {
  return Math.min(settings.within, settings.fraction * (notAfter - notBefore));
}

/** Returns the whole hours until `notAfter`, rounded down; 0 in the last hour. */
export function hoursUntilExpiry({ notAfter }: Pick<Lifetime, 'notAfter'>, now: Instant): number {
  return Math.floor((notAfter - now) / HOUR);
}

/**
 * Returns the state of a certificate. It is `expiring` from the start of the period before
 * `notAfter` up to `notAfter`, both inclusive.
 */
export function lifetimeStateOf(lifetime: Lifetime, now: Instant, settings: ExpiringSettings): LifetimeState {
  if (isExpired(lifetime, now)) return 'expired';
  if (isNotYetValid(lifetime, now)) return 'not-yet-valid';
  return lifetime.notAfter - now <= expiringPeriodMs(lifetime, settings) ? 'expiring' : 'ok';
}

/** Returns the number of reminders that are due; 0 before the first. */
export function countDueReminders(
  { notAfter }: Pick<Lifetime, 'notAfter'>,
  now: Instant,
  settings: ExpiringSettings,
): number {
  return settings.remindAt.filter((remainingMs) => notAfter - now <= remainingMs).length;
}
