import { isBarredFrom, type StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { canonicalDnsName, wildcardFor } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { allowsServer } from '../certificate/purpose.ts';
import { findNear, type NameIndex, type OfSubject } from '../certificate-index/name-index.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import { type OrderReason, prefer } from './selection-order.ts';
import { parseTlsCertificateName } from './tls-certificate-name.ts';

/** Why a certificate was not chosen. Down to not-yet-valid it makes ineligible; the others are the order's. */
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
  | 'unusable-beside-it'
  | OrderReason;

export interface Rejected {
  readonly candidate: StoredCertificate;
  readonly reason: RejectionReason;
  /** More about the reason: the place of the certificate that is meant, or OpenSSL's message. Left out: there is no more. */
  readonly detail?: string;
}

/** The name that was looked for, as a canonical DNS name, and where it came from. */
export interface RequiredName {
  readonly value: string;
  /** discovered: a server calls itself so; nobody asked for a certificate of that name. */
  readonly from: 'connector' | 'computer' | 'discovered';
  /** `<I>issuer<S>subject`: what is looked for in place of the name. */
  readonly tlsCertificateName?: string;
  /** The files that are presented whatever else there is; the name must stand in them. */
  readonly files?: readonly string[];
}

/** A file that a mail server is told to present and that no certificate was read from. */
export interface UnusableFile {
  readonly path: string;
  readonly reason: 'certificate-file-missing' | 'certificate-file-unusable';
  readonly detail: string;
}

/** Three-valued: none is a claim, unknown is not. A chosen one may have expired: then no valid one exists. */
export type Selection =
  | { readonly kind: 'not-applicable' }
  | {
      readonly kind: 'chosen';
      readonly name: RequiredName;
      readonly chosen: StoredCertificate;
      readonly match: 'exact' | 'wildcard';
      /** Losers that carry the name, in the order in which they would have been chosen. */
      readonly rejected: readonly Rejected[];
      /** Set when its store is blind now: when it was last seen there. */
      readonly lastSeen: Instant | undefined;
      /** A store may hold one that comes before it and that no look has shown: good enough to serve, not to be complained of. */
      readonly isProvisional: boolean;
      /** Of a server that names files: what it presents besides, to clients that prefer another kind of key. */
      readonly presentedToo?: readonly StoredCertificate[];
    }
  | {
      readonly kind: 'none';
      readonly name: RequiredName;
      readonly rejected: readonly Rejected[];
      readonly nearestMiss: Rejected | undefined;
      /** The first of the named files that no certificate was read from. */
      readonly unusableFile?: UnusableFile;
    }
  | {
      readonly kind: 'unknown';
      readonly name: RequiredName;
      readonly blind: readonly Scope[];
      readonly rejected: readonly Rejected[];
    };

/** What the choice depends on besides the name. */
export interface SelectionContext {
  readonly now: Instant;
  readonly byName: NameIndex;
  /** Verdicts of those that `wanted` named, as they are worth now; for others the certificate's own word counts. */
  readonly chains: ReadonlyMap<string, ChainVerdict>;
  /** Stores in which connectors look. */
  readonly isPersonal: (store: string) => boolean;
  /** Stores in which connectors look, and inventories that name them, of which nothing can be claimed now. */
  readonly blind: readonly Scope[];
  /** Of these, the stores that may hold what no look has shown: any choice may be overturned by it. */
  readonly unsettled: readonly Scope[];
  /** The account that will open the private key. */
  readonly keyLoadedBy: string;
  /** When a store that is blind now was last seen; undefined for one that is seen. */
  readonly lastSeen: (store: string) => Instant | undefined;
}

interface Candidate {
  readonly stored: StoredCertificate;
  readonly match: 'exact' | 'wildcard';
  readonly ineligible: RejectionReason | undefined;
}

/** Returns OpenSSL's message about a certificate that it does not load. */
export function refusalOf(
  { certificate }: StoredCertificate,
  { chains }: Pick<SelectionContext, 'chains'>,
): string | undefined {
  const verdict = chains.get(certificate.thumbprint);
  return verdict?.status === 'refused' ? verdict.detail : undefined;
}

/** Returns a rejected certificate with its reason, and OpenSSL's message where that is the reason. */
export function rejection(
  candidate: StoredCertificate,
  reason: RejectionReason,
  ground: Pick<SelectionContext, 'chains'>,
): Rejected {
  const detail = reason === 'certificate-refused' ? refusalOf(candidate, ground) : undefined;
  return detail === undefined ? { candidate, reason } : { candidate, reason, detail };
}

/** Why a certificate that carries the name may not be presented now; an expired one is left to the order. */
function ineligibility(stored: StoredCertificate, ground: SelectionContext): RejectionReason | undefined {
  if (!ground.isPersonal(stored.store)) return 'not-personal-store';
  if (stored.certificate.version !== 3) return 'version';
  if (!allowsServer(stored.certificate)) return 'purpose-mismatch';
  if (stored.key.kind === 'missing') return 'private-key-missing';
  if (stored.key.kind === 'differs') return 'private-key-mismatch';
  if (isBarredFrom(stored.key, ground.keyLoadedBy)) return 'private-key-unreadable';
  if (!stored.services.includes('SMTP')) return 'not-enabled-for-smtp';
  if (isNotYetValid(stored.certificate, ground.now)) return 'not-yet-valid';
  // Last: only certificates that are eligible otherwise are loaded by OpenSSL.
  return refusalOf(stored, ground) === undefined ? undefined : 'certificate-refused';
}

/** How near a loser came: what the fewest steps would mend comes first. */
const NEARNESS: readonly RejectionReason[] = [
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

/** 0: eligible; then the smaller, the nearer. */
function nearness({ ineligible }: Candidate): number {
  return ineligible === undefined ? 0 : 1 + NEARNESS.indexOf(ineligible);
}

function ofSubject(tlsCertificateName: string, { byName }: SelectionContext): readonly OfSubject[] {
  const parsed = parseTlsCertificateName(tlsCertificateName);
  return parsed.kind === 'name' ? byName.findSubject(parsed.name) : [];
}

/** Of two that are not valid yet, the one that begins first is the nearer. */
function sooner(a: Candidate, b: Candidate): number {
  if (a.ineligible !== 'not-yet-valid' || b.ineligible !== 'not-yet-valid') return 0;
  return a.stored.certificate.notBefore - b.stored.certificate.notBefore;
}

/** Those that carry the name, each once: of several places of one certificate, an eligible one, else the nearest to it. */
export function candidatesFor(looked: RequiredName, ground: SelectionContext): readonly Candidate[] {
  const name = canonicalDnsName(looked.value) ?? looked.value;
  const wildcard = wildcardFor(name);
  const byThumbprint = new Map<string, Candidate>();
  const consider = (stored: StoredCertificate, match: Candidate['match']): void => {
    const before = byThumbprint.get(stored.certificate.thumbprint);
    const candidate = { stored, match, ineligible: ineligibility(stored, ground) };
    if (before === undefined || nearness(candidate) < nearness(before)) {
      byThumbprint.set(stored.certificate.thumbprint, candidate);
    }
  };
  if (looked.tlsCertificateName !== undefined) {
    const named = ofSubject(looked.tlsCertificateName, ground).filter(({ isOfIssuer }) => isOfIssuer);
    for (const { stored } of named) consider(stored, 'exact');
    return [...byThumbprint.values()];
  }
  for (const stored of ground.byName.find(name)) consider(stored, 'exact');
  if (wildcard !== undefined) for (const stored of ground.byName.find(wildcard)) consider(stored, 'wildcard');
  return [...byThumbprint.values()];
}

/** The one of them that would be chosen if it were called otherwise. */
function bestOf(near: readonly StoredCertificate[], ground: SelectionContext): StoredCertificate | undefined {
  return near
    .map((stored): Candidate => ({ stored, match: 'exact', ineligible: ineligibility(stored, ground) }))
    .sort((a, b) => Number(a.ineligible !== undefined) - Number(b.ineligible !== undefined) || prefer(a, b, ground)[0])
    .at(0)?.stored;
}

/** What comes closest where nothing carries the name: the same subject of another issuer, the FQDN, the same domain. */
function nearestByName({ value, tlsCertificateName }: RequiredName, ground: SelectionContext): Rejected | undefined {
  const ways: readonly (readonly [() => readonly StoredCertificate[], RejectionReason])[] = [
    ...(tlsCertificateName === undefined
      ? []
      : ([
          [() => ofSubject(tlsCertificateName, ground).map(({ stored }) => stored), 'issuer-mismatch'],
          [() => ground.byName.find(value), 'subject-mismatch'],
        ] as const)),
    [
      () => findNear(value, ground.byName),
      tlsCertificateName === undefined ? 'certificate-host-mismatch' : 'subject-mismatch',
    ],
  ];
  for (const [find, reason] of ways) {
    const candidate = bestOf(find(), ground);
    if (candidate !== undefined) return { candidate, reason };
  }
  return undefined;
}

/**
 * Which certificate a connector presents, with the whole reasoning. The order is total: of two certificates one comes first.
 * @see https://learn.microsoft.com/exchange/architecture/client-access/certificates
 */
export function selectCertificate(name: RequiredName, ground: SelectionContext): Selection {
  const candidates = candidatesFor(name, ground);
  const eligible = candidates
    .filter(({ ineligible }) => ineligible === undefined)
    .sort((a, b) => prefer(a, b, ground)[0]);
  const excluded = candidates
    .filter(({ ineligible }) => ineligible !== undefined)
    .sort((a, b) => nearness(a) - nearness(b) || sooner(a, b) || prefer(a, b, ground)[0])
    .flatMap(({ stored, ineligible }) => (ineligible === undefined ? [] : [rejection(stored, ineligible, ground)]));
  const [winner, ...losers] = eligible;
  const beaten =
    winner === undefined
      ? []
      : losers.map((loser) => ({ candidate: loser.stored, reason: prefer(winner, loser, ground)[1] }));
  const rejected = [...beaten, ...excluded];

  const isValid = winner !== undefined && !isExpired(winner.stored.certificate, ground.now);
  if (winner !== undefined && (isValid || ground.blind.length === 0)) {
    return {
      kind: 'chosen',
      name,
      chosen: winner.stored,
      match: winner.match,
      rejected,
      lastSeen: ground.lastSeen(winner.stored.store),
      isProvisional: ground.unsettled.length > 0,
    };
  }
  if (ground.blind.length > 0) {
    const expired: readonly Rejected[] =
      winner === undefined ? [] : [{ candidate: winner.stored, reason: 'certificate-expired' }];
    return { kind: 'unknown', name, blind: ground.blind, rejected: [...expired, ...rejected] };
  }
  return { kind: 'none', name, rejected, nearestMiss: excluded[0] ?? nearestByName(name, ground) };
}
