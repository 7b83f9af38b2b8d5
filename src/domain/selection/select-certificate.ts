import { isExpired } from '../certificate/lifetime.ts';
import { candidatesFor, fixEffort, type SelectionCandidate } from './candidates.ts';
import { closestCertificateByName } from './closest-certificate-by-name.ts';
import { rejectedCertificate } from './rejected-certificate.ts';
import type { RejectedCertificate, RequiredName, Selection, SelectionContext } from './selection.ts';
import { comparePreference, decidingCriterion } from './selection-order.ts';

/**
 * Compares two certificates that are not valid yet: the one that becomes valid first is preferred.
 */
function compareStartOfValidity(a: SelectionCandidate, b: SelectionCandidate): number {
  if (a.ineligible !== 'not-yet-valid' || b.ineligible !== 'not-yet-valid') return 0;
  return a.stored.certificate.notBefore - b.stored.certificate.notBefore;
}

/**
 * Selects the certificate that matches a name and is preferred, from the stores. The other
 * certificates that match the name are returned with the reasons against them.
 * @see https://learn.microsoft.com/exchange/architecture/client-access/certificates
 */
export function selectCertificate(name: RequiredName, context: SelectionContext): Selection {
  const candidates = candidatesFor(name, context);
  const eligible = candidates
    .filter(({ ineligible }) => ineligible === undefined)
    .sort((a, b) => comparePreference(a, b, context));
  const excluded = candidates
    .filter(({ ineligible }) => ineligible !== undefined)
    .sort((a, b) => fixEffort(a) - fixEffort(b) || compareStartOfValidity(a, b) || comparePreference(a, b, context))
    .flatMap(({ stored, ineligible }) =>
      ineligible === undefined ? [] : [rejectedCertificate(stored, ineligible, context)],
    );
  const [winner, ...losers] = eligible;
  const outranked =
    winner === undefined
      ? []
      : losers.map((loser) => ({ candidate: loser.stored, reason: decidingCriterion(winner, loser, context) }));
  const rejected = [...outranked, ...excluded];

  const isValid = winner !== undefined && !isExpired(winner.stored.certificate, context.now);
  // An expired certificate is selected only if no unavailable store can contain a valid one.
  if (winner !== undefined && (isValid || context.unavailable.length === 0)) {
    return {
      kind: 'chosen',
      name,
      chosen: winner.stored,
      match: winner.match,
      rejected,
      lastSeen: context.lastSeen(winner.stored.store),
      isProvisional: context.withUnknownCertificates.length > 0,
    };
  }
  if (context.unavailable.length > 0) {
    const expired: readonly RejectedCertificate[] =
      winner === undefined ? [] : [{ candidate: winner.stored, reason: 'certificate-expired' }];
    return { kind: 'unknown', name, unavailable: context.unavailable, rejected: [...expired, ...rejected] };
  }
  return { kind: 'none', name, rejected, nearestMiss: excluded[0] ?? closestCertificateByName(name, context) };
}
