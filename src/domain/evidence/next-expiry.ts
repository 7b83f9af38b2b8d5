import type { Assessment } from '../assessment/assess.ts';
import type { Instant } from '../time.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';

/**
 * Returns the next expiry of a certificate that connectors select, that an unreachable server last
 * served, or that is the internal one. undefined if all have expired or there are none. Probes show
 * what other servers serve after an expiry.
 */
export function nextExpiry(assessment: Assessment): Instant | undefined {
  const { observation, selections, internalCertificate } = assessment;
  let next: Instant | undefined;
  const add = ({ notAfter }: { readonly notAfter: Instant }): void => {
    if (notAfter >= observation.now && (next === undefined || notAfter < next)) next = notAfter;
  };
  if (internalCertificate !== undefined) add(internalCertificate.certificate);
  for (const { selection } of selections) {
    if (selection.kind !== 'chosen') continue;
    for (const { certificate } of [selection.chosen, ...(selection.alsoSelected ?? [])]) add(certificate);
  }
  for (const { tls, isUnreachable } of servedTlsEndpoints(assessment)) if (isUnreachable) add(tls.leaf);
  return next;
}
