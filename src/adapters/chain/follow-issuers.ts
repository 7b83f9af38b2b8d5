import type { X509Certificate } from 'node:crypto';
import type { Certificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { Instant } from '../../domain/time.ts';
import { isSignedWith } from './signed.ts';
import type { Anchor, Anchors } from './trust-anchors.ts';

/** No chain in use has more certificates. */
const MAX_DEPTH = 10;
/** Many more than any chain needs; what shares one name a hundred times would take them without end. */
const MAX_SIGNATURES = 200;

/** What no authority of a source issued, and how that source says it. */
export type Absence = Pick<
  ChainVerdict & { readonly status: 'untrusted' },
  'detail' | 'missingIssuer' | 'untrustedRoot'
>;

/** Where issuers are looked for: the stores, or what a server sent. */
export interface IssuerSource<T extends { readonly certificate: Certificate }> {
  /** CA certificates whose subject is the issuer of that one, the likeliest first, each once. */
  authoritiesOf(issued: T): readonly T[];
  /** OpenSSL's view of it; undefined where there is none. */
  judge(certificate: T): Promise<X509Certificate | undefined>;
  absenceOf(issued: T): Absence;
}

/** The issuers passed so far: the earliest end, and whose it is. */
interface Way {
  readonly until: Instant;
  readonly endsWith: string;
}

const NO_ISSUER: Way = { until: Number.POSITIVE_INFINITY, endsWith: '' };

/** A certificate on the way from the leaf, which has depth 1. */
interface Link<T> extends Way {
  readonly at: T;
  readonly judge: X509Certificate;
  readonly depth: number;
  /** How many authorities stand between the leaf and whoever issued this; one that renews itself is not counted. */
  readonly below: number;
}

/** Every way from a leaf to a trust anchor, signatures verified; the verdict is of the one that holds the longest. */
export async function followIssuers<T extends { readonly certificate: Certificate }>(
  leaf: T,
  leafJudge: X509Certificate,
  source: IssuerSource<T>,
  anchors: Anchors,
): Promise<ChainVerdict> {
  const { thumbprint, isSelfIssued } = leaf.certificate;
  const own = anchors.kindOf(thumbprint);
  if (own !== undefined) return { status: 'trusted', anchor: own };
  const uncertain: { readonly isUncertain?: true } = anchors.unread.length === 0 ? {} : { isUncertain: true };
  if (isSelfIssued && isSignedWith(leafJudge, leafJudge)) return { status: 'self-signed', ...uncertain };

  let signatures = 0;
  const isIssuedBy = (judge: X509Certificate, issuer: X509Certificate): boolean => {
    if (!judge.checkIssued(issuer)) return false;
    signatures += 1;
    return isSignedWith(judge, issuer);
  };
  const reached = new Map<Thumbprint, Instant>([[thumbprint, Number.POSITIVE_INFINITY]]);
  const waiting: Link<T>[] = [{ at: leaf, judge: leafJudge, depth: 1, ...NO_ISSUER, below: 0 }];
  let absence: Absence | undefined;
  let anchored: { readonly kind: Anchor['kind']; readonly holdsUntil: Instant; readonly endsWith: string } | undefined;
  /** Whether a way that holds until then is no better than the ways that are known. */
  const isNoBetter = (until: Instant): boolean => anchored !== undefined && until <= anchored.holdsUntil;
  for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
    const { issuer } = link.at.certificate;
    const { judge } = link;
    const candidates = anchors.bySubject(issuer);
    let isFound = false;
    for (const anchor of candidates) {
      const { until, endsWith } = sooner(link, issuer, anchor.notAfter);
      if (isNoBetter(until) || !isIssuedBy(judge, anchor.judge)) continue;
      isFound = true;
      if (!isWithin(anchor.pathLength, link)) absence ??= tooLong(issuer, anchor.pathLength);
      else anchored = { kind: anchored?.kind ?? anchor.kind, holdsUntil: until, endsWith };
    }
    for (const authority of source.authoritiesOf(link.at)) {
      if (signatures >= MAX_SIGNATURES) {
        absence = { detail: `more than ${MAX_SIGNATURES} signatures would have to be verified` };
        break;
      }
      const { thumbprint: next, notAfter } = authority.certificate;
      const { until, endsWith } = sooner(link, issuer, notAfter);
      if (isNoBetter(until) || until <= (reached.get(next) ?? Number.NEGATIVE_INFINITY)) continue;
      const authorityJudge = await source.judge(authority);
      if (authorityJudge === undefined || !isIssuedBy(judge, authorityJudge)) continue;
      isFound = true;
      const { subject, issuer: above, pathLength } = authority.certificate;
      if (!isWithin(pathLength, link)) {
        absence ??= tooLong(subject, pathLength);
        continue;
      }
      reached.set(next, until);
      if (link.depth < MAX_DEPTH) {
        const below = link.below + (subject === above ? 0 : 1);
        waiting.push({ at: authority, judge: authorityJudge, depth: link.depth + 1, until, endsWith, below });
      } else absence ??= { detail: `the chain is longer than ${MAX_DEPTH} certificates` };
    }
    if (!isFound) absence ??= endOf(link, candidates.length > 0, source, anchors);
  }
  if (anchored !== undefined) {
    const { kind, ...holds } = anchored;
    return { status: 'trusted', anchor: kind, ...holds };
  }
  return { status: 'untrusted', ...(absence ?? { detail: 'the chain leads to no trust anchor' }), ...uncertain };
}

/** What ends first on the way up to an authority. */
function sooner(way: Way, subject: string, notAfter: Instant): Way {
  return notAfter < way.until ? { until: notAfter, endsWith: subject } : way;
}

/** @see RFC 5280 section 4.2.1.9 */
function isWithin(pathLength: number | undefined, { below }: { readonly below: number }): boolean {
  return pathLength === undefined || below <= pathLength;
}

function tooLong(authority: string, pathLength: number | undefined): Absence {
  return { detail: `${authority} allows no more than ${pathLength} authorities below it` };
}

function endOf<T extends { readonly certificate: Certificate }>(
  { at, judge }: Link<T>,
  isNamedAnchor: boolean,
  source: IssuerSource<T>,
  { unread }: Anchors,
): Absence {
  const { subject, issuer, isSelfIssued } = at.certificate;
  // It may be one of the anchors that were not read: nothing can be called incomplete, and no root a stranger's.
  const notRead = unread.length === 0 ? '' : `; not read: ${unread.join(', ')}`;
  if (isSelfIssued && isSignedWith(judge, judge)) {
    return { detail: `${subject} is a root, and no trust anchor${notRead}`, untrustedRoot: subject };
  }
  if (isSelfIssued) return { detail: `the signature of ${subject} is not its own` };
  const absence = isNamedAnchor
    ? { detail: `the signature is not that of the trust anchor ${issuer}` }
    : source.absenceOf(at);
  return notRead === '' ? absence : { detail: absence.detail + notRead };
}
