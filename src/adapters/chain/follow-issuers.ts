import type { X509Certificate } from 'node:crypto';
import type { Certificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES, NOT_READ } from '../../domain/certificate/chain-sentences.ts';
import { type ChainVerdict, limitDetail } from '../../domain/certificate/chain-verdict.ts';
import { fill } from '../../domain/sentence.ts';
import type { Instant } from '../../domain/time.ts';
import { type RefusedIssuer, refusedIssuance } from './refused-issuance.ts';
import type { ChainChecks, Judged } from './signature-checks.ts';
import { isSignedWith } from './signed.ts';
import type { Anchor, Anchors } from './trust-anchors.ts';

/** The maximum length of a chain. No chain in use is longer. */
const MAX_DEPTH = 10;
/**
 * The maximum number of candidates per certificate for which the reason of a rejection by OpenSSL
 * is determined.
 */
const MAX_REFUSED = 3;

/** The problem of a certificate without an issuer in a source. */
export type Absence = Pick<
  ChainVerdict & { readonly status: 'untrusted' },
  'detail' | 'missingIssuer' | 'untrustedRoot'
>;

/** A source of issuers: the stores, or the certificates that a server sent. */
export interface IssuerSource<T extends { readonly certificate: Certificate }> {
  /**
   * Returns the CA certificates that may have issued a certificate, each once, the most likely
   * first. Certificates with a different key identifier are left out.
   */
  authoritiesOf(issued: T): Iterable<T>;
  /** Loads a certificate with OpenSSL; undefined if that fails. */
  judge(certificate: T): Promise<X509Certificate | undefined>;
  absenceOf(issued: T): Absence;
}

/** A path of issuers: its earliest expiry, and the subject of that certificate. */
interface Way {
  readonly until: Instant;
  readonly endsWith: string;
}

const NO_ISSUER: Way = { until: Number.POSITIVE_INFINITY, endsWith: '' };

/** A certificate on the path from the leaf, which has depth 1. */
interface Link<T> extends Way, Judged {
  readonly at: T;
  readonly depth: number;
  /**
   * The number of CAs between the leaf and the issuer of this certificate, without self-issued
   * ones.
   */
  readonly below: number;
}

/**
 * Follows all paths from a leaf to a trust anchor, and verifies the signatures. Returns the verdict
 * of the path with the latest expiry. If the limit of checks ends the search, the verdict is
 * unknown unless a path was found.
 */
export async function followIssuers<T extends { readonly certificate: Certificate }>(
  leaf: T,
  leafJudge: X509Certificate,
  source: IssuerSource<T>,
  anchors: Anchors,
  checks: ChainChecks,
): Promise<ChainVerdict> {
  const { thumbprint, isSelfIssued } = leaf.certificate;
  const own = anchors.kindOf(thumbprint);
  if (own !== undefined) return { status: 'trusted', anchor: own };
  const uncertain = uncertaintyOf(anchors);
  if (isSelfIssued && isSignedWith(leafJudge, leafJudge)) return { status: 'self-signed', ...uncertain };

  const reached = new Map<Thumbprint, Instant>([[thumbprint, Number.POSITIVE_INFINITY]]);
  const waiting: Link<T>[] = [{ at: leaf, thumbprint, judge: leafJudge, depth: 1, ...NO_ISSUER, below: 0 }];
  let absence: Absence | undefined;
  let anchored: { readonly kind: Anchor['kind']; readonly holdsUntil: Instant; readonly endsWith: string } | undefined;
  let limit: number | undefined;
  /** Returns whether a path with this expiry is no better than the known path. */
  const isNoBetter = (until: Instant): boolean => anchored !== undefined && until <= anchored.holdsUntil;
  for (let link = waiting.shift(); link !== undefined && limit === undefined; link = waiting.shift()) {
    const { issuer } = link.at.certificate;
    const candidates = anchors.bySubject(issuer);
    const refused: RefusedIssuer[] = [];
    const refuse = (issuer: RefusedIssuer): void => {
      if (refused.length < MAX_REFUSED) refused.push(issuer);
    };
    let isFound = false;
    for (const anchor of candidates) {
      const { until, endsWith } = sooner(link, issuer, anchor.notAfter);
      if (isNoBetter(until)) continue;
      limit = checks.count();
      if (limit !== undefined) break;
      const read = async (): Promise<X509Certificate> => anchor.judge;
      if ((await checks.issuer(link, anchor.thumbprint, read)) === undefined) {
        refuse({ facts: anchor.facts, read });
        continue;
      }
      isFound = true;
      if (!isWithin(anchor.pathLength, link)) absence ??= tooLong(issuer, anchor.pathLength);
      else anchored = { kind: anchored?.kind ?? anchor.kind, holdsUntil: until, endsWith };
    }
    for (const authority of limit === undefined ? source.authoritiesOf(link.at) : []) {
      limit = checks.count();
      if (limit !== undefined) break;
      const { thumbprint: next, notAfter } = authority.certificate;
      const { until, endsWith } = sooner(link, issuer, notAfter);
      if (isNoBetter(until) || until <= (reached.get(next) ?? Number.NEGATIVE_INFINITY)) continue;
      const read = (): Promise<X509Certificate | undefined> => source.judge(authority);
      const judge = await checks.issuer(link, next, read);
      if (judge === undefined) {
        refuse({ facts: authority.certificate, read });
        continue;
      }
      isFound = true;
      const { subject, issuer: above, pathLength } = authority.certificate;
      if (!isWithin(pathLength, link)) {
        absence ??= tooLong(subject, pathLength);
        continue;
      }
      reached.set(next, until);
      if (link.depth < MAX_DEPTH) {
        const below = link.below + (subject === above ? 0 : 1);
        waiting.push({ at: authority, thumbprint: next, judge, depth: link.depth + 1, until, endsWith, below });
      } else absence ??= { detail: fill(CHAIN_SENTENCES.tooLong.en, { limit: MAX_DEPTH }) };
    }
    if (!isFound && limit === undefined) {
      absence ??= await endOf(link, { isNamedAnchor: candidates.length > 0, refused }, source, anchors);
    }
  }
  if (anchored !== undefined) {
    const { kind, ...holds } = anchored;
    return { status: 'trusted', anchor: kind, ...holds, ...(limit === undefined ? {} : { limit }) };
  }
  if (limit !== undefined) return { status: 'unknown', detail: limitDetail(limit) };
  return { status: 'untrusted', ...(absence ?? { detail: CHAIN_SENTENCES.noTrustedRoot.en }), ...uncertain };
}

/** Extends a path by a CA. */
function sooner(way: Way, subject: string, notAfter: Instant): Way {
  return notAfter < way.until ? { until: notAfter, endsWith: subject } : way;
}

/**
 * Checks the path length constraint of a CA.
 * @see RFC 5280 section 4.2.1.9
 */
function isWithin(pathLength: number | undefined, { below }: { readonly below: number }): boolean {
  return pathLength === undefined || below <= pathLength;
}

function tooLong(subject: string, pathLength: number | undefined): Absence {
  return { detail: fill(CHAIN_SENTENCES.pathTooLong.en, { subject, limit: String(pathLength) }) };
}

async function endOf<T extends { readonly certificate: Certificate }>(
  { at, judge }: Link<T>,
  { isNamedAnchor, refused }: { readonly isNamedAnchor: boolean; readonly refused: readonly RefusedIssuer[] },
  source: IssuerSource<T>,
  anchors: Anchors,
): Promise<Absence> {
  const { subject, issuer, isSelfIssued } = at.certificate;
  if (isSelfIssued && isSignedWith(judge, judge)) {
    const detail = fill(CHAIN_SENTENCES.untrustedRoot.en, { subject }) + notRead(anchors);
    return { detail, untrustedRoot: subject };
  }
  if (isSelfIssued) return { detail: fill(CHAIN_SENTENCES.selfSignatureInvalid.en, { subject }) };
  const reason = await refusedIssuance({ certificate: at.certificate, judge }, refused);
  if (reason !== undefined) return { detail: reason };
  return isNamedAnchor
    ? { detail: fill(CHAIN_SENTENCES.notSignedByRoot.en, { issuer }) + notRead(anchors) }
    : absenceFrom(source.absenceOf(at), anchors);
}

/**
 * Returns the problem of a source. If some anchors are unreadable, the issuer may be one of them,
 * so the chain is not called incomplete.
 */
export function absenceFrom(absence: Absence, anchors: Anchors): Absence {
  return anchors.unread.length === 0 ? absence : { detail: absence.detail + notRead(anchors) };
}

/** Marks a verdict as uncertain if some anchors are unreadable. */
export function uncertaintyOf({ unread }: Anchors): { readonly isUncertain?: true } {
  return unread.length === 0 ? {} : { isUncertain: true };
}

function notRead({ unread }: Anchors): string {
  return unread.length === 0 ? '' : NOT_READ.en + unread.join(', ');
}
