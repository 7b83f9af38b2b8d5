import { tlsSights } from '../rule/served-sights.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assess.ts';

/**
 * Returns the next instant at which a certificate expires that a connector selects or a server serves, or the internal
 * transport certificate; undefined: all of them have expired, or there is none.
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
  for (const { tls } of tlsSights(assessment)) add(tls.leaf);
  return next;
}
