import type { MailEffect, MailEffects } from './mail-effect.ts';

/**
 * Returns the effect of a problem with the internal transport certificate. Only Exchange uses it for
 * mail between the servers of an organization.
 */
export function internalEffect(effect: MailEffect): (data: { readonly withoutExchange?: true }) => MailEffects {
  return ({ withoutExchange }) => [withoutExchange === true ? 'no-effect' : effect];
}
