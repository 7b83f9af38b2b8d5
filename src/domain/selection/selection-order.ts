import type { StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';

/** The criterion by which another certificate was preferred to a certificate. */
export type PreferenceReason =
  | 'certificate-expired'
  /** It matches the name only by a wildcard. */
  | 'exact-name-preferred'
  | 'less-trusted'
  /** Its validity began earlier. */
  | 'older'
  | 'expires-earlier'
  /** The thumbprint decides, so that the order is unique. */
  | 'thumbprint-order';

/** A certificate that matches the name. */
interface MatchingCertificate {
  readonly stored: StoredCertificate;
  readonly match: 'exact' | 'wildcard';
}

interface PreferenceContext {
  readonly now: Instant;
  /** Chain verdicts at `now`. */
  readonly chains: ReadonlyMap<string, ChainVerdict>;
}

/**
 * Returns 0 for a certificate from a trusted CA, 1 for a self-signed one, 2 for an unknown issuer.
 * A self-signed certificate that is a trust anchor itself counts as self-signed.
 */
function trustRank({ stored: { certificate } }: MatchingCertificate, { chains }: PreferenceContext): number {
  const verdict = chains.get(certificate.thumbprint);
  if (verdict?.status === 'untrusted' || verdict?.status === 'refused' || verdict?.status === 'unknown') return 2;
  if (certificate.isSelfIssued || verdict?.status === 'self-signed') return 1;
  return verdict === undefined ? 2 : 0;
}

/** Returns a negative number if `a` is preferred, and 0 if the criterion does not decide. */
type Criterion = (a: MatchingCertificate, b: MatchingCertificate, context: PreferenceContext) => number;

const CRITERIA: Readonly<Record<PreferenceReason, Criterion>> = {
  'certificate-expired': (a, b, { now }) =>
    Number(isExpired(a.stored.certificate, now)) - Number(isExpired(b.stored.certificate, now)),
  'exact-name-preferred': (a, b) => Number(a.match === 'wildcard') - Number(b.match === 'wildcard'),
  'less-trusted': (a, b, context) => trustRank(a, context) - trustRank(b, context),
  older: (a, b) => b.stored.certificate.notBefore - a.stored.certificate.notBefore,
  'expires-earlier': (a, b) => b.stored.certificate.notAfter - a.stored.certificate.notAfter,
  'thumbprint-order': (a, b) => (a.stored.certificate.thumbprint < b.stored.certificate.thumbprint ? -1 : 1),
};

/** Criteria by precedence: the first that makes a difference decides. */
export const SELECTION_ORDER: readonly PreferenceReason[] = [
  'certificate-expired',
  'exact-name-preferred',
  'less-trusted',
  'older',
  'expires-earlier',
  'thumbprint-order',
];

/** Returns a negative number if `a` is preferred to `b`. */
export function comparePreference(a: MatchingCertificate, b: MatchingCertificate, context: PreferenceContext): number {
  for (const reason of SELECTION_ORDER) {
    const difference = CRITERIA[reason](a, b, context);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Returns the first criterion that makes a difference between two certificates. */
export function decidingCriterion(
  a: MatchingCertificate,
  b: MatchingCertificate,
  context: PreferenceContext,
): PreferenceReason {
  return SELECTION_ORDER.find((reason) => CRITERIA[reason](a, b, context) !== 0) ?? 'thumbprint-order';
}
