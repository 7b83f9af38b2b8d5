import { HOUR, type Instant } from '../time.ts';
import type { Certificate } from './certificate.ts';

type Lifetime = Pick<Certificate, 'notBefore' | 'notAfter'>;

export type LifetimeState = 'ok' | 'soon' | 'expired' | 'not-yet-valid';

/** When a certificate expires soon: min(within, share × lifetime) before notAfter, with steps inside. All ms. */
export interface SoonWindow {
  readonly within: number;
  /** Share of the lifetime, 0 to 1. */
  readonly share: number;
  /** Descending. */
  readonly steps: readonly number[];
}

/** Expired is now > notAfter, strictly, compared as instants. @see RFC 5280 section 4.1.2.5 */
export function isExpired({ notAfter }: Pick<Lifetime, 'notAfter'>, now: Instant): boolean {
  return now > notAfter;
}

export function isNotYetValid({ notBefore }: Pick<Lifetime, 'notBefore'>, now: Instant): boolean {
  return now < notBefore;
}

/** Length of the window before notAfter in which it expires soon, ms: min(within, share × lifetime). */
export function soonWindowOf({ notBefore, notAfter }: Lifetime, window: SoonWindow): number {
  return Math.min(window.within, window.share * (notAfter - notBefore));
}

/** Whole hours until notAfter, rounded down; 0 in the last hour. */
export function hoursLeft({ notAfter }: Pick<Lifetime, 'notAfter'>, now: Instant): number {
  return Math.floor((notAfter - now) / HOUR);
}

/** Expired suppresses soon. Both edges of the window belong to it. */
export function lifetimeState(lifetime: Lifetime, now: Instant, window: SoonWindow): LifetimeState {
  if (isExpired(lifetime, now)) return 'expired';
  if (isNotYetValid(lifetime, now)) return 'not-yet-valid';
  return lifetime.notAfter - now <= soonWindowOf(lifetime, window) ? 'soon' : 'ok';
}

/** How urgent "soon" has become: how many of the window's steps are reached. 0 at first. */
export function soonStep({ notAfter }: Pick<Lifetime, 'notAfter'>, now: Instant, window: SoonWindow): number {
  return window.steps.filter((step) => notAfter - now <= step).length;
}
