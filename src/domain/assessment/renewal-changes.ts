import { attributeTypeOid } from '../certificate/attribute-types.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import { parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import type { FileHistory, RememberedCertificate } from '../observation/memory.ts';
import { DAY, type Instant } from '../time.ts';

/**
 * Time after which a change by a renewal, or an empty location, is accepted as intended. Until
 * then, the change is reported and the empty location is remembered.
 */
const ACCEPTED_AFTER_MS: number = 7 * DAY;

/** Returns whether a change is too recent to be accepted as intended. */
export function isRecentChange(changedAt: Instant, now: Instant): boolean {
  return now - changedAt < ACCEPTED_AFTER_MS;
}

/** Returns those of the names that a certificate matches neither exactly nor by a wildcard. */
export function missingNames(names: readonly string[], stored: StoredCertificate): readonly string[] {
  const certificateNames = canonicalNamesOf(stored);
  return names.filter((name) => {
    const wildcard = wildcardFor(name);
    return !certificateNames.has(name) && (wildcard === undefined || !certificateNames.has(wildcard));
  });
}

const ORGANIZATION_OID = attributeTypeOid('O');

/**
 * Returns the organization of an issuer, or its whole name if it has none. CAs often change the
 * names of their issuing certificates, but not their organization.
 */
function issuerOrganization(issuer: string): string {
  const parsed = parseDistinguishedName(issuer);
  if (parsed.kind !== 'name') return issuer;
  return parsed.name.flat().find(({ type }) => type === ORGANIZATION_OID)?.value ?? issuer;
}

/** Returns whether the issuer's organization differs from that of the previous certificate. */
export function isOtherIssuer(previous: RememberedCertificate, { certificate }: StoredCertificate): boolean {
  return issuerOrganization(previous.issuer) !== issuerOrganization(certificate.issuer);
}

/**
 * Returns the certificate before the renewal of a location, if the renewal lost names or changed
 * the issuer, and if this is not accepted yet. Returns undefined otherwise. After several renewals,
 * the certificate before the first renewal is compared, so that a name stays reported until it
 * returns.
 */
export function previousCertificate(
  history: FileHistory,
  stored: StoredCertificate,
  now: Instant,
): FileHistory['previous'] {
  const isUnchanged = stored.certificate.thumbprint === history.thumbprint;
  const { thumbprint, names, issuer } = history;
  const previous = history.previous ?? (isUnchanged ? undefined : { thumbprint, names, issuer, replacedAt: now });
  if (previous === undefined || !isRecentChange(previous.replacedAt, now)) return undefined;
  const isReported = missingNames(previous.names, stored).length > 0 || isOtherIssuer(previous, stored);
  // If the system clock was ahead, `replacedAt` is in the future and the report would never end.
  return isReported ? { ...previous, replacedAt: Math.min(previous.replacedAt, now) } : undefined;
}
