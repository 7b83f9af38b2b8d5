import { allowsServer } from '../certificate/allows-server.ts';
import { isAccessDenied, type StoredCertificate } from '../certificate/certificate.ts';
import { canonicalDnsName, wildcardFor } from '../certificate/dns-name.ts';
import { isNotYetValid } from '../certificate/lifetime.ts';
import type { SubjectMatch } from '../certificate-index/name-index.ts';
import { parseTlsCertificateName } from '../connector/tls-certificate-name.ts';
import { opensslErrorOf } from './rejected-certificate.ts';
import type { RejectionReason, RequiredName, SelectionContext } from './selection.ts';

/**
 * A certificate that matches the required name (the name that a connector needs in its
 * certificate).
 */
export interface SelectionCandidate {
  readonly stored: StoredCertificate;
  readonly match: 'exact' | 'wildcard';
  /** Why it cannot be selected; undefined if it is eligible. */
  readonly ineligible: RejectionReason | undefined;
}

/**
 * Returns why a certificate cannot be selected, apart from its name; undefined if it is eligible.
 * An expired certificate is eligible, but last in the order.
 */
export function ineligibilityReason(stored: StoredCertificate, context: SelectionContext): RejectionReason | undefined {
  if (!context.isSearched(stored.store)) return 'not-personal-store';
  if (stored.certificate.version !== 3) return 'version';
  if (!allowsServer(stored.certificate)) return 'purpose-mismatch';
  if (stored.key.kind === 'missing') return 'private-key-missing';
  if (stored.key.kind === 'differs') return 'private-key-mismatch';
  if (isAccessDenied(stored.key, context.keyLoadedBy)) return 'private-key-unreadable';
  if (!stored.services.includes('SMTP')) return 'not-enabled-for-smtp';
  if (isNotYetValid(stored.certificate, context.now)) return 'not-yet-valid';
  // Last, because only certificates that are otherwise eligible are loaded by OpenSSL, and
  // verified.
  return opensslErrorOf(stored, context) === undefined ? undefined : 'certificate-refused';
}

/** The reasons by the effort to fix them, the smallest first. They determine the closest certificate. */
const REASONS_BY_FIX_EFFORT: readonly RejectionReason[] = [
  'not-enabled-for-smtp',
  'not-yet-valid',
  'private-key-unreadable',
  'private-key-missing',
  'private-key-mismatch',
  'not-personal-store',
  'purpose-mismatch',
  'certificate-refused',
  'version',
];

/** Returns the effort to make a certificate eligible, as a rank; 0 if it is eligible. */
export function fixEffort({ ineligible }: SelectionCandidate): number {
  return ineligible === undefined ? 0 : 1 + REASONS_BY_FIX_EFFORT.indexOf(ineligible);
}

/** Returns the certificates with the subject of a TlsCertificateName, also from other issuers. */
export function certificatesOfSubject(
  tlsCertificateName: string,
  { byName }: SelectionContext,
): readonly SubjectMatch[] {
  const parsed = parseTlsCertificateName(tlsCertificateName);
  return parsed.kind === 'name' ? byName.findSubject(parsed.name) : [];
}

/**
 * Returns the certificates that match the name, without duplicates. If a certificate has several
 * locations, the one with the smallest effort to make it eligible is returned.
 */
export function candidatesFor(required: RequiredName, context: SelectionContext): readonly SelectionCandidate[] {
  const name = canonicalDnsName(required.value) ?? required.value;
  const wildcard = wildcardFor(name);
  const byThumbprint = new Map<string, SelectionCandidate>();
  const addCandidate = (stored: StoredCertificate, match: SelectionCandidate['match']): void => {
    const previous = byThumbprint.get(stored.certificate.thumbprint);
    const candidate = { stored, match, ineligible: ineligibilityReason(stored, context) };
    if (previous === undefined || fixEffort(candidate) < fixEffort(previous)) {
      byThumbprint.set(stored.certificate.thumbprint, candidate);
    }
  };
  if (required.tlsCertificateName !== undefined) {
    for (const { stored, hasIssuer } of certificatesOfSubject(required.tlsCertificateName, context))
      if (hasIssuer) addCandidate(stored, 'exact');
    return [...byThumbprint.values()];
  }
  for (const stored of context.byName.find(name)) addCandidate(stored, 'exact');
  if (wildcard !== undefined) for (const stored of context.byName.find(wildcard)) addCandidate(stored, 'wildcard');
  return [...byThumbprint.values()];
}
