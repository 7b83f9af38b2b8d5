import type { StoredCertificate } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import type { FileHistory, RememberedCertificate } from '../observation/memory.ts';
import { DAY, type Instant } from '../time.ts';

/**
 * Time for which changes by a renewal are reported, and for which an empty location is remembered.
 * Then the change is accepted as intended.
 */
const ACCEPTED_AFTER_MS: number = 7 * DAY;

/** Returns whether a change is not yet accepted as intended. */
export function isYetToBeAccepted(changedAt: Instant, now: Instant): boolean {
  return now - changedAt < ACCEPTED_AFTER_MS;
}

/** Returns the names that a certificate does not match, not even by a wildcard. */
export function missingNames(names: readonly string[], stored: StoredCertificate): readonly string[] {
  const certificateNames = canonicalNamesOf(stored);
  return names.filter((name) => {
    const wildcard = wildcardFor(name);
    return !certificateNames.has(name) && (wildcard === undefined || !certificateNames.has(wildcard));
  });
}

/**
 * Returns the organization of an issuer, or its whole name if it has none. CAs often change the
 * names of their issuing certificates, but not their organization.
 */
function issuerOrganization(issuer: string): string {
  return /(?:^|,)O=((?:\\.|[^,\\])*)/.exec(issuer)?.[1] ?? issuer;
}

/** Returns whether the issuer's organization differs from that of the previous certificate. */
export function isOtherIssuer(previous: RememberedCertificate, { certificate }: StoredCertificate): boolean {
  return issuerOrganization(previous.issuer) !== issuerOrganization(certificate.issuer);
}

/**
 * Returns the previous certificate of a location, if names were lost or the issuer changed and this
 * must be reported. After several renewals in a row, the certificate before the first renewal is
 * compared, until nothing is missing any more.
 */
export function previousCertificate(
  history: FileHistory,
  stored: StoredCertificate,
  now: Instant,
): FileHistory['previous'] {
  const isUnchanged = stored.certificate.thumbprint === history.thumbprint;
  const { thumbprint, names, issuer } = history;
  const previous = history.previous ?? (isUnchanged ? undefined : { thumbprint, names, issuer, replacedAt: now });
  if (previous === undefined || !isYetToBeAccepted(previous.replacedAt, now)) return undefined;
  const isReported = missingNames(previous.names, stored).length > 0 || isOtherIssuer(previous, stored);
  // The system clock may have been ahead; the report must not stay forever.
  return isReported ? { ...previous, replacedAt: Math.min(previous.replacedAt, now) } : undefined;
}
