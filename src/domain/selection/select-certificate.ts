import { allowsServer } from '../certificate/allows-server.ts';
import { isAccessDenied, type StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { canonicalDnsName, wildcardFor } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { findInClosestDomain, type NameIndex, type SubjectMatch } from '../certificate-index/name-index.ts';
import { parseTlsCertificateName } from '../connector/tls-certificate-name.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import { comparePreference, type PreferenceReason } from './selection-order.ts';

/**
 * The reason why a certificate was not selected. A `PreferenceReason` concerns an eligible
 * certificate. Each other reason makes a certificate ineligible.
 */
export type RejectionReason =
  | 'certificate-host-mismatch'
  | 'issuer-mismatch'
  | 'subject-mismatch'
  | 'not-personal-store'
  | 'version'
  | 'purpose-mismatch'
  | 'private-key-missing'
  | 'private-key-mismatch'
  | 'private-key-unreadable'
  | 'not-enabled-for-smtp'
  | 'not-yet-valid'
  | 'certificate-refused'
  | 'leaf-not-first'
  | 'other-file-unusable'
  | PreferenceReason;

/** A certificate that was not selected, with the reason. */
export interface RejectedCertificate {
  readonly candidate: StoredCertificate;
  readonly reason: RejectionReason;
  /**
   * The location of the other certificate concerned, or the error message of OpenSSL. Left out: no
   * detail.
   */
  readonly detail?: string;
}

/** The name that a certificate must match, as a canonical DNS name, and its origin. */
export interface RequiredName {
  readonly value: string;
  /** `discovered`: the name in a server's own settings, which certificates need not match. */
  readonly from: 'connector' | 'computer' | 'discovered';
  /** `<I>issuer<S>subject`. If it is set, it selects the certificate, and the name does not. */
  readonly tlsCertificateName?: string;
  /**
   * The files that a server names. The server uses them, not the stores. Their certificates must
   * match the name.
   */
  readonly files?: readonly string[];
}

/** A file that a mail server names and that contains no readable certificate. */
export interface UnusableFile {
  readonly path: string;
  readonly reason: 'certificate-file-missing' | 'certificate-file-unusable';
  readonly detail: string;
}

/**
 * The result of a selection. `none` is certain, `unknown` is not. A chosen certificate may have
 * expired if no valid one exists.
 */
export type Selection =
  | { readonly kind: 'not-applicable' }
  | {
      readonly kind: 'chosen';
      readonly name: RequiredName;
      readonly chosen: StoredCertificate;
      readonly match: 'exact' | 'wildcard';
      /** Other certificates that match the name, in the order of preference. */
      readonly rejected: readonly RejectedCertificate[];
      /** Set if its store is unavailable now: when it was last read. */
      readonly lastSeen: Instant | undefined;
      /**
       * True if an unread part of a store may contain a better certificate. The selection can be
       * used, but problems with it are not reported.
       */
      readonly isProvisional: boolean;
      /**
       * Further certificates in a server's named files, for clients that prefer another key type.
       */
      readonly alsoSelected?: readonly StoredCertificate[];
    }
  | {
      readonly kind: 'none';
      readonly name: RequiredName;
      readonly rejected: readonly RejectedCertificate[];
      readonly nearestMiss: RejectedCertificate | undefined;
      /** The first named file without a readable certificate. */
      readonly unusableFile?: UnusableFile;
    }
  | {
      readonly kind: 'unknown';
      readonly name: RequiredName;
      readonly unavailable: readonly Scope[];
      readonly rejected: readonly RejectedCertificate[];
    };

/** The input of a selection, apart from the name. */
export interface SelectionContext {
  readonly now: Instant;
  readonly byName: NameIndex;
  /**
   * Current chain verdicts of the certificates that `certificatesToVerify` returns. Other
   * certificates are used without a verdict.
   */
  readonly chains: ReadonlyMap<string, ChainVerdict>;
  /** Returns whether connectors search a store. */
  readonly isSearched: (store: string) => boolean;
  /** Unavailable scopes: stores that are searched, and inventories that define them. */
  readonly unavailable: readonly Scope[];
  /**
   * Those of the unavailable stores that may contain certificates that were never read. Such a
   * certificate could change any selection.
   */
  readonly unsettled: readonly Scope[];
  /** The account that loads the private key. */
  readonly keyLoadedBy: string;
  /** Returns when an unavailable store was last read; undefined if the store is available. */
  readonly lastSeen: (store: string) => Instant | undefined;
}

interface Candidate {
  readonly stored: StoredCertificate;
  readonly match: 'exact' | 'wildcard';
  readonly ineligible: RejectionReason | undefined;
}

/** Returns OpenSSL's error message about a certificate that it cannot load. */
export function opensslErrorOf(
  { certificate }: StoredCertificate,
  { chains }: Pick<SelectionContext, 'chains'>,
): string | undefined {
  const verdict = chains.get(certificate.thumbprint);
  return verdict?.status === 'refused' ? verdict.detail : undefined;
}

/**
 * Returns a rejected certificate with its reason, and OpenSSL's error message if it is the reason.
 */
export function rejectedCertificate(
  candidate: StoredCertificate,
  reason: RejectionReason,
  context: Pick<SelectionContext, 'chains'>,
): RejectedCertificate {
  const detail = reason === 'certificate-refused' ? opensslErrorOf(candidate, context) : undefined;
  return detail === undefined ? { candidate, reason } : { candidate, reason, detail };
}

/**
 * Returns why a certificate with a matching name is ineligible. Expired certificates are eligible,
 * but last in the order.
 */
function ineligibilityReason(stored: StoredCertificate, context: SelectionContext): RejectionReason | undefined {
  if (!context.isSearched(stored.store)) return 'not-personal-store';
  if (stored.certificate.version !== 3) return 'version';
  if (!allowsServer(stored.certificate)) return 'purpose-mismatch';
  if (stored.key.kind === 'missing') return 'private-key-missing';
  if (stored.key.kind === 'differs') return 'private-key-mismatch';
  if (isAccessDenied(stored.key, context.keyLoadedBy)) return 'private-key-unreadable';
  if (!stored.services.includes('SMTP')) return 'not-enabled-for-smtp';
  if (isNotYetValid(stored.certificate, context.now)) return 'not-yet-valid';
  // Last, because OpenSSL loads only certificates that are otherwise eligible.
  return opensslErrorOf(stored, context) === undefined ? undefined : 'certificate-refused';
}

/** The reasons by the effort to fix them, the smallest first. They determine the nearest miss. */
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
function fixEffort({ ineligible }: Candidate): number {
  return ineligible === undefined ? 0 : 1 + REASONS_BY_FIX_EFFORT.indexOf(ineligible);
}

function certificatesOfSubject(tlsCertificateName: string, { byName }: SelectionContext): readonly SubjectMatch[] {
  const parsed = parseTlsCertificateName(tlsCertificateName);
  return parsed.kind === 'name' ? byName.findSubject(parsed.name) : [];
}

/** Compares two certificates that are not yet valid: the first to become valid is preferred. */
function compareStartOfValidity(a: Candidate, b: Candidate): number {
  if (a.ineligible !== 'not-yet-valid' || b.ineligible !== 'not-yet-valid') return 0;
  return a.stored.certificate.notBefore - b.stored.certificate.notBefore;
}

/**
 * Returns the certificates that match the name, without duplicates. If a certificate has several
 * locations, an eligible one is preferred, or else the nearest.
 */
export function candidatesFor(required: RequiredName, context: SelectionContext): readonly Candidate[] {
  const name = canonicalDnsName(required.value) ?? required.value;
  const wildcard = wildcardFor(name);
  const byThumbprint = new Map<string, Candidate>();
  const addCandidate = (stored: StoredCertificate, match: Candidate['match']): void => {
    const previous = byThumbprint.get(stored.certificate.thumbprint);
    const candidate = { stored, match, ineligible: ineligibilityReason(stored, context) };
    if (previous === undefined || fixEffort(candidate) < fixEffort(previous)) {
      byThumbprint.set(stored.certificate.thumbprint, candidate);
    }
  };
  if (required.tlsCertificateName !== undefined) {
    const certificatesOfIssuer = certificatesOfSubject(required.tlsCertificateName, context).filter(
      ({ hasIssuer: isOfIssuer }) => isOfIssuer,
    );
    for (const { stored } of certificatesOfIssuer) addCandidate(stored, 'exact');
    return [...byThumbprint.values()];
  }
  for (const stored of context.byName.find(name)) addCandidate(stored, 'exact');
  if (wildcard !== undefined) for (const stored of context.byName.find(wildcard)) addCandidate(stored, 'wildcard');
  return [...byThumbprint.values()];
}

/** Returns the certificate that would be selected if its name matched. */
function bestCandidate(
  certificates: readonly StoredCertificate[],
  context: SelectionContext,
): StoredCertificate | undefined {
  return certificates
    .map((stored): Candidate => ({ stored, match: 'exact', ineligible: ineligibilityReason(stored, context) }))
    .sort(
      (a, b) =>
        Number(a.ineligible !== undefined) - Number(b.ineligible !== undefined) || comparePreference(a, b, context)[0],
    )
    .at(0)?.stored;
}

/**
 * Returns the nearest miss if no certificate matches the name. The order is: the same subject from
 * another issuer, the FQDN, a name in the same domain.
 */
function nearestMissByName(
  { value, tlsCertificateName }: RequiredName,
  context: SelectionContext,
): RejectedCertificate | undefined {
  const searches: readonly (readonly [() => readonly StoredCertificate[], RejectionReason])[] = [
    ...(tlsCertificateName === undefined
      ? []
      : ([
          [() => certificatesOfSubject(tlsCertificateName, context).map(({ stored }) => stored), 'issuer-mismatch'],
          [() => context.byName.find(value), 'subject-mismatch'],
        ] as const)),
    [
      () => findInClosestDomain(value, context.byName),
      tlsCertificateName === undefined ? 'certificate-host-mismatch' : 'subject-mismatch',
    ],
  ];
  for (const [find, reason] of searches) {
    const candidate = bestCandidate(find(), context);
    if (candidate !== undefined) return { candidate, reason };
  }
  return undefined;
}

/**
 * Selects the certificate for a connector, with the reasons against all others. The order is total,
 * so the result is unique.
 * @see https://learn.microsoft.com/exchange/architecture/client-access/certificates
 */
export function selectCertificate(name: RequiredName, context: SelectionContext): Selection {
  const candidates = candidatesFor(name, context);
  const eligible = candidates
    .filter(({ ineligible }) => ineligible === undefined)
    .sort((a, b) => comparePreference(a, b, context)[0]);
  const excluded = candidates
    .filter(({ ineligible }) => ineligible !== undefined)
    .sort((a, b) => fixEffort(a) - fixEffort(b) || compareStartOfValidity(a, b) || comparePreference(a, b, context)[0])
    .flatMap(({ stored, ineligible }) =>
      ineligible === undefined ? [] : [rejectedCertificate(stored, ineligible, context)],
    );
  const [winner, ...losers] = eligible;
  const outranked =
    winner === undefined
      ? []
      : losers.map((loser) => ({ candidate: loser.stored, reason: comparePreference(winner, loser, context)[1] }));
  const rejected = [...outranked, ...excluded];

  const isValid = winner !== undefined && !isExpired(winner.stored.certificate, context.now);
  if (winner !== undefined && (isValid || context.unavailable.length === 0)) {
    return {
      kind: 'chosen',
      name,
      chosen: winner.stored,
      match: winner.match,
      rejected,
      lastSeen: context.lastSeen(winner.stored.store),
      isProvisional: context.unsettled.length > 0,
    };
  }
  if (context.unavailable.length > 0) {
    const expired: readonly RejectedCertificate[] =
      winner === undefined ? [] : [{ candidate: winner.stored, reason: 'certificate-expired' }];
    return { kind: 'unknown', name, unavailable: context.unavailable, rejected: [...expired, ...rejected] };
  }
  return { kind: 'none', name, rejected, nearestMiss: excluded[0] ?? nearestMissByName(name, context) };
}
