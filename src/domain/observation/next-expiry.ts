import type { Assessment } from '../assessment/assess.ts';
import { servedTlsEndpoints } from '../evidence/served-endpoints.ts';
import type { Instant } from '../time.ts';

/**
 * Returns the next instant at which a certificate expires that a connector selects, that an unreachable
 * server served at last, or that is the internal transport certificate. undefined: all of them have
 * expired, or there is none. A probe shows what other servers serve after the expiry.
 */
export function nextExpiry(assessment: Assessment): Instant | undefined {
  const { observation, selections, internal } = assessment;
  let next: Instant | undefined;
  const add = ({ notAfter }: { readonly notAfter: Instant }): void => {
    if (notAfter >= observation.now && (next === undefined || notAfter < next)) next = notAfter;
  };
  if (internal !== undefined) add(internal.certificate);
  for (const { selection } of selections) {
    if (selection.kind !== 'chosen') continue;
    for (const { certificate } of [selection.chosen, ...(selection.presentedToo ?? [])]) add(certificate);
  }
  for (const { tls, isUnreachable } of servedTlsEndpoints(assessment)) if (isUnreachable) add(tls.leaf);
  return next;
}
