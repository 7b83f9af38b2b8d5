import type { Assessment } from '../assessment/assess.ts';
import type { Instant } from '../time.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';

/**
 * Returns the earliest expiry that is not in the past; undefined if there is none. Considers the
 * selected certificates, the internal transport certificate (for mail between Exchange servers),
 * and certificates that unreachable servers last served. For a reachable server, a probe after the
 * expiry shows what it serves.
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
