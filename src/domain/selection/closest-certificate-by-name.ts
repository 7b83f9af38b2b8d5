import type { StoredCertificate } from '../certificate/certificate.ts';
import { findInClosestDomain } from '../certificate-index/name-index.ts';
import { certificatesOfSubject, ineligibilityReason, type SelectionCandidate } from './candidates.ts';
import type { RejectedCertificate, RequiredName, SelectionContext } from './selection.ts';
import { comparePreference } from './selection-order.ts';

/**
 * Returns the certificate that would be selected if all names matched. If none could be selected,
 * returns the first one in the order of selection.
 */
function bestCandidate(
  certificates: readonly StoredCertificate[],
  context: SelectionContext,
): StoredCertificate | undefined {
  return (
    certificates
      .map(
        (stored): SelectionCandidate => ({ stored, match: 'exact', ineligible: ineligibilityReason(stored, context) }),
      )
      // Eligible certificates are first.
      .sort(
        (a, b) =>
          Number(a.ineligible !== undefined) - Number(b.ineligible !== undefined) || comparePreference(a, b, context),
      )
      .at(0)?.stored
  );
}

/**
 * Returns the closest certificate for a name that no certificate matches. The first certificate that is
 * found is returned:
 * 1. if a TlsCertificateName is required: the same subject from another issuer, then the FQDN
 * 2. a name in the same domain
 */
export function closestCertificateByName(
  { value, tlsCertificateName }: RequiredName,
  context: SelectionContext,
): RejectedCertificate | undefined {
  if (tlsCertificateName !== undefined) {
    const sameSubject = certificatesOfSubject(tlsCertificateName, context).map(({ stored }) => stored);
    const ofOtherIssuer = bestCandidate(sameSubject, context);
    if (ofOtherIssuer !== undefined) return { candidate: ofOtherIssuer, reason: 'issuer-mismatch' };
    const withFqdn = bestCandidate(context.byName.find(value), context);
    if (withFqdn !== undefined) return { candidate: withFqdn, reason: 'subject-mismatch' };
  }
  const inDomain = bestCandidate(findInClosestDomain(value, context.byName), context);
  const reason = tlsCertificateName === undefined ? 'certificate-host-mismatch' : 'subject-mismatch';
  return inDomain === undefined ? undefined : { candidate: inDomain, reason };
}
