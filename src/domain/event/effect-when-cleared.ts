import type { MailEffect, MailEffects } from './mail-effect.ts';

/**
 * Effects with which mail flow was not affected while the condition was open. So clearing the
 * condition has no effect either.
 */
const WITHOUT_MAIL_IMPACT: ReadonlySet<MailEffect> = new Set([
  'no-effect',
  'none-until-expiry',
  'none-until-served-expiry',
  'none-until-old-expiry',
  'filters-if-unreachable',
  'none-if-mx-name-matches',
  'none-if-client-name-matches',
  'no-internal-effect',
  'no-internal-effect-of-expired',
  'no-alerts',
  'alert-not-sent',
  'problems-detected-late',
  'rows-may-be-lost',
] as const);

/** Returns the effect of the end of a problem, by the effects of the problem. */
export function effectWhenCleared([first]: MailEffects): MailEffects {
  if (first === 'problems-undetected') return ['problems-detected-again'];
  return [WITHOUT_MAIL_IMPACT.has(first) ? 'no-effect' : 'resolved'];
}
