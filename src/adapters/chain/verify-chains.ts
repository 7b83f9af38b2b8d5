import type { X509Certificate } from 'node:crypto';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainLink, ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import type { Instant } from '../../domain/time.ts';
import type { CertificateFiles, ChainVerifier } from '../../work/ports.ts';
import { presentedLinks } from './presented-links.ts';
import { isIssuedBy, isSignedWith } from './signed.ts';
import { StoredIssuers } from './stored-issuers.ts';
import { SYSTEM_BUNDLES } from './system-bundles.ts';
import { type Anchor, type Anchors, TrustAnchors } from './trust-anchors.ts';

/** No chain in use has more certificates. */
const MAX_DEPTH = 10;

/**
 * Follows issuers through the same file, the stores and the trust anchors, and verifies each signature. Whether they are
 * valid now is another question: the verdict says until when they are, so that it holds while time goes by. No network: what is not on this host is not found.
 */
export function verifyChains(
  trust: readonly TrustSource[],
  files: CertificateFiles,
  systemBundles: readonly string[] = SYSTEM_BUNDLES,
): ChainVerifier {
  const trustAnchors = new TrustAnchors(trust, files, systemBundles);
  let known: Known | undefined;
  return {
    verify: async (thumbprints, snapshots, given) => {
      const found = new Map<Thumbprint, ChainVerdict>();
      if (thumbprints.size === 0) return found;
      const anchors = await trustAnchors.read();
      if (known === undefined || !isStill(known, anchors, snapshots)) {
        known = { state: anchors.state, snapshots, verdicts: new Map() };
      }
      const stored = new StoredIssuers(snapshots, files, given);
      for (const thumbprint of thumbprints) {
        const verdict = known.verdicts.get(thumbprint) ?? (await verdictOn(stored.find(thumbprint), stored, anchors));
        if (verdict === undefined) continue;
        known.verdicts.set(thumbprint, verdict);
        found.set(thumbprint, verdict);
      }
      return found;
    },
  };
}

/** What was found out while anchors and stores stood as they do. */
interface Known {
  readonly state: object;
  readonly snapshots: readonly StoreSnapshot[];
  readonly verdicts: Map<Thumbprint, ChainVerdict>;
}

function isStill(known: Known, { state }: Anchors, snapshots: readonly StoreSnapshot[]): boolean {
  return (
    known.state === state &&
    known.snapshots.length === snapshots.length &&
    known.snapshots.every((snapshot, at) => snapshot === snapshots[at])
  );
}

/** undefined: it stands in no store, or no longer where it was seen. */
async function verdictOn(
  places: readonly StoredCertificate[],
  stored: StoredIssuers,
  anchors: Anchors,
): Promise<ChainVerdict | undefined> {
  for (const place of places) {
    const judge = await stored.judge(place);
    if (judge === undefined) continue;
    const verdict = await follow(place, judge, stored, anchors);
    if (verdict.status !== 'trusted') return verdict;
    const presented: readonly ChainLink[] = await presentedLinks(places, stored);
    return presented.length === 0 ? verdict : { ...verdict, presented };
  }
  return undefined;
}

/** The issuers passed so far: the earliest end, and whose it is. */
interface Way {
  readonly until: Instant;
  readonly endsWith: string;
}

const NO_ISSUER: Way = { until: Number.POSITIVE_INFINITY, endsWith: '' };

/** A certificate on the way from the leaf, which has depth 1. */
interface Link extends Way {
  readonly stored: StoredCertificate;
  readonly judge: X509Certificate;
  readonly depth: number;
  /** How many authorities stand between the leaf and whoever issued this; one that renews itself is not counted. */
  readonly below: number;
}

async function follow(
  leaf: StoredCertificate,
  leafJudge: X509Certificate,
  stored: StoredIssuers,
  anchors: Anchors,
): Promise<ChainVerdict> {
  const { thumbprint, isSelfIssued } = leaf.certificate;
  const own = anchors.kindOf(thumbprint);
  if (own !== undefined) return { status: 'trusted', anchor: own };
  if (isSelfIssued && isSignedWith(leafJudge, leafJudge)) return { status: 'self-signed' };

  const reached = new Map<Thumbprint, Instant>([[thumbprint, Number.POSITIVE_INFINITY]]);
  const waiting: Link[] = [{ stored: leaf, judge: leafJudge, depth: 1, ...NO_ISSUER, below: 0 }];
  let detail: string | undefined;
  let anchored: { readonly kind: Anchor['kind']; readonly holdsUntil: Instant; readonly endsWith: string } | undefined;
  /** Whether a way that holds until then is no better than the ways that are known. */
  const isNoBetter = (until: Instant): boolean => anchored !== undefined && until <= anchored.holdsUntil;
  for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
    const { issuer } = link.stored.certificate;
    const { judge } = link;
    const candidates = anchors.bySubject(issuer);
    let isFound = false;
    for (const anchor of candidates) {
      const { until, endsWith } = sooner(link, issuer, anchor.notAfter);
      if (isNoBetter(until) || !isIssuedBy(judge, anchor.judge)) continue;
      isFound = true;
      if (!isWithin(anchor.pathLength, link)) detail ??= tooLong(issuer, anchor.pathLength);
      else anchored = { kind: anchored?.kind ?? anchor.kind, holdsUntil: until, endsWith };
    }
    for (const authority of stored.authorities(issuer, link.stored.location.path)) {
      const { thumbprint: next, notAfter } = authority.certificate;
      const { until, endsWith } = sooner(link, issuer, notAfter);
      if (isNoBetter(until) || until <= (reached.get(next) ?? Number.NEGATIVE_INFINITY)) continue;
      const authorityJudge = await stored.judge(authority);
      if (authorityJudge === undefined || !isIssuedBy(judge, authorityJudge)) continue;
      isFound = true;
      const { subject, issuer: above, pathLength } = authority.certificate;
      if (!isWithin(pathLength, link)) {
        detail ??= tooLong(subject, pathLength);
        continue;
      }
      reached.set(next, until);
      if (link.depth < MAX_DEPTH) {
        const below = link.below + (subject === above ? 0 : 1);
        waiting.push({ stored: authority, judge: authorityJudge, depth: link.depth + 1, until, endsWith, below });
      } else detail = `the chain is longer than ${MAX_DEPTH} certificates`;
    }
    if (!isFound) detail ??= missing(link, candidates.length > 0, anchors);
  }
  if (anchored !== undefined) {
    const { kind, ...holds } = anchored;
    return { status: 'trusted', anchor: kind, ...holds };
  }
  return { status: 'untrusted', detail: detail ?? 'the chain leads to no trust anchor' };
}

/** What ends first on the way up to an authority. */
function sooner(way: Way, subject: string, notAfter: Instant): Way {
  return notAfter < way.until ? { until: notAfter, endsWith: subject } : way;
}

/** @see RFC 5280 section 4.2.1.9 */
function isWithin(pathLength: number | undefined, { below }: Link): boolean {
  return pathLength === undefined || below <= pathLength;
}

function tooLong(authority: string, pathLength: number | undefined): string {
  return `${authority} allows no more than ${pathLength} authorities below it`;
}

function missing({ stored, judge }: Link, isNamedAnchor: boolean, { unread }: Anchors): string {
  const { subject, issuer, isSelfIssued } = stored.certificate;
  if (isSelfIssued && isSignedWith(judge, judge)) return `${subject} is a root, and no trust anchor`;
  if (isSelfIssued) return `the signature of ${subject} is not its own`;
  const what = isNamedAnchor
    ? `the signature is not that of the trust anchor ${issuer}`
    : `the issuer ${issuer} was not found`;
  return unread.length === 0 ? what : `${what}; not read: ${unread.join(', ')}`;
}
