import type { X509Certificate } from 'node:crypto';
import type { Certificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES, NOT_READ } from '../../domain/certificate/chain-sentences.ts';
import { type ChainVerdict, limitDetail } from '../../domain/certificate/chain-verdict.ts';
import { fill } from '../../domain/sentence.ts';
import type { Instant } from '../../domain/time.ts';
import { isSignedWith } from './is-issued-by.ts';
import { type RejectedIssuer, rejectionReason } from './rejection-reason.ts';
import type { ChainChecks, LoadedLink } from './signature-checks.ts';
import type { Anchor, Anchors } from './trust-anchors.ts';

/** The maximum length of a chain. No chain in use is longer. */
const MAX_DEPTH = 10;
/**
 * The maximum number of candidates per certificate for which the reason of a rejection by OpenSSL
 * is determined.
 */
const MAX_REJECTED_ISSUERS = 3;

/** Why a path ends before a trust anchor. */
export type PathEnd = Pick<
  ChainVerdict & { readonly status: 'untrusted' },
  'detail' | 'missingIssuer' | 'untrustedRoot'
>;

/** A source of issuers: the stores, or the certificates that a server sent. */
export interface IssuerSource<T extends { readonly certificate: Certificate }> {
  /**
   * Returns the CA certificates that may have issued a certificate, each once, the most likely
   * first. Certificates with a different key identifier are left out.
   */
  possibleIssuersOf(issued: T): Iterable<T>;
  /** Loads a certificate with OpenSSL; undefined if that fails. */
  load(certificate: T): Promise<X509Certificate | undefined>;
  pathEndWithoutIssuer(issued: T): PathEnd;
}

/** The validity of a path of issuers: the earliest expiry, and the subject of that certificate. */
interface PathValidity {
  readonly until: Instant;
  readonly endsWith: string;
}

const NO_ISSUER: PathValidity = { until: Number.POSITIVE_INFINITY, endsWith: '' };

/** A certificate on the path from the leaf, which has depth 1. */
interface Link<T> extends PathValidity, LoadedLink {
  readonly entry: T;
  readonly depth: number;
  /**
   * The number of CAs between the leaf and the issuer of this certificate, without self-issued
   * ones.
   */
  readonly caCount: number;
}

/**
 * Follows all paths from a leaf to a trust anchor, and verifies the signatures. Returns the verdict
 * of the path with the latest expiry. If the limit of checks ends the search, the verdict is
 * unknown unless a path was found.
 */
export async function followIssuers<T extends { readonly certificate: Certificate }>(
  leaf: T,
  loadedLeaf: X509Certificate,
  source: IssuerSource<T>,
  anchors: Anchors,
  checks: ChainChecks,
): Promise<ChainVerdict> {
  const { thumbprint, isSelfIssued } = leaf.certificate;
  const anchorKind = anchors.kindOf(thumbprint);
  if (anchorKind !== undefined) return { status: 'trusted', anchor: anchorKind };
  if (isSelfIssued && isSignedWith(loadedLeaf, loadedLeaf)) {
    return { status: 'self-signed', ...uncertaintyOf(anchors) };
  }
  return await new IssuerSearch(source, anchors, checks).run(leaf, loadedLeaf);
}

/** The search for the path from one leaf to a trust anchor with the latest expiry. */
class IssuerSearch<T extends { readonly certificate: Certificate }> {
  readonly #source: IssuerSource<T>;
  readonly #anchors: Anchors;
  readonly #checks: ChainChecks;
  /** The latest expiry of the paths to each certificate. */
  readonly #reachedUntil: Map<Thumbprint, Instant> = new Map();
  /** The certificates whose issuers must be searched. */
  readonly #queue: Link<T>[] = [];
  /** Why the first path ended. */
  #firstPathEnd: PathEnd | undefined;
  /** The path to a trust anchor with the latest expiry so far. */
  #bestPath: { readonly kind: Anchor['kind']; readonly holdsUntil: Instant; readonly endsWith: string } | undefined;
  /** The limit of checks that ended the search. */
  #reachedLimit: number | undefined;

  constructor(source: IssuerSource<T>, anchors: Anchors, checks: ChainChecks) {
    this.#source = source;
    this.#anchors = anchors;
    this.#checks = checks;
  }

  async run(leaf: T, loaded: X509Certificate): Promise<ChainVerdict> {
    const { thumbprint } = leaf.certificate;
    this.#reachedUntil.set(thumbprint, Number.POSITIVE_INFINITY);
    this.#queue.push({ entry: leaf, thumbprint, loaded, depth: 1, ...NO_ISSUER, caCount: 0 });
    for (
      let link = this.#queue.shift();
      link !== undefined && this.#reachedLimit === undefined;
      link = this.#queue.shift()
    ) {
      const rejected: RejectedIssuer[] = [];
      const isIssuedByAnchor = await this.#tryAnchors(link, rejected);
      const isIssuedByCandidate = this.#reachedLimit === undefined && (await this.#tryCandidates(link, rejected));
      if (isIssuedByAnchor || isIssuedByCandidate || this.#reachedLimit !== undefined) continue;
      this.#firstPathEnd ??= await pathEndAt(link, rejected, this.#source, this.#anchors);
    }
    return this.#verdict();
  }

  /** Returns whether a trust anchor issued a certificate. */
  async #tryAnchors(link: Link<T>, rejected: RejectedIssuer[]): Promise<boolean> {
    const { issuer } = link.entry.certificate;
    let hasIssuer = false;
    for (const anchor of this.#anchors.bySubject(issuer)) {
      const { until, endsWith } = extendPath(link, issuer, anchor.notAfter);
      if (this.#isNoBetter(until)) continue;
      this.#reachedLimit = this.#checks.countCandidate();
      if (this.#reachedLimit !== undefined) break;
      const load = async (): Promise<X509Certificate> => anchor.loaded;
      if ((await this.#checks.loadIfIssuer(link, anchor.thumbprint, load)) === undefined) {
        addRejected(rejected, { facts: anchor.facts, load });
        continue;
      }
      hasIssuer = true;
      if (!allowsPathLength(anchor.pathLength, link)) this.#firstPathEnd ??= pathTooLong(issuer, anchor.pathLength);
      else this.#bestPath = { kind: this.#bestPath?.kind ?? anchor.kind, holdsUntil: until, endsWith };
    }
    return hasIssuer;
  }

  /** Returns whether a CA of the source issued a certificate. Adds each such CA to the queue. */
  async #tryCandidates(link: Link<T>, rejected: RejectedIssuer[]): Promise<boolean> {
    const { issuer } = link.entry.certificate;
    let hasIssuer = false;
    for (const candidate of this.#source.possibleIssuersOf(link.entry)) {
      this.#reachedLimit = this.#checks.countCandidate();
      if (this.#reachedLimit !== undefined) break;
      const { thumbprint, notAfter } = candidate.certificate;
      const { until, endsWith } = extendPath(link, issuer, notAfter);
      const reachedUntil = this.#reachedUntil.get(thumbprint) ?? Number.NEGATIVE_INFINITY;
      if (this.#isNoBetter(until) || until <= reachedUntil) continue;
      const load = (): Promise<X509Certificate | undefined> => this.#source.load(candidate);
      const loaded = await this.#checks.loadIfIssuer(link, thumbprint, load);
      if (loaded === undefined) {
        addRejected(rejected, { facts: candidate.certificate, load });
        continue;
      }
      hasIssuer = true;
      const { subject, pathLength } = candidate.certificate;
      if (!allowsPathLength(pathLength, link)) {
        this.#firstPathEnd ??= pathTooLong(subject, pathLength);
        continue;
      }
      this.#reachedUntil.set(thumbprint, until);
      if (link.depth < MAX_DEPTH) {
        const caCount = link.caCount + (subject === candidate.certificate.issuer ? 0 : 1);
        this.#queue.push({ entry: candidate, thumbprint, loaded, depth: link.depth + 1, until, endsWith, caCount });
      } else this.#firstPathEnd ??= { detail: fill(CHAIN_SENTENCES.tooLong.en, { limit: MAX_DEPTH }) };
    }
    return hasIssuer;
  }

  /** Returns whether a path with this expiry is no better than the best one. */
  #isNoBetter(until: Instant): boolean {
    return this.#bestPath !== undefined && until <= this.#bestPath.holdsUntil;
  }

  #verdict(): ChainVerdict {
    const limit = this.#reachedLimit;
    if (this.#bestPath !== undefined) {
      const { kind, ...validity } = this.#bestPath;
      return { status: 'trusted', anchor: kind, ...validity, ...(limit === undefined ? {} : { limit }) };
    }
    if (limit !== undefined) return { status: 'unknown', detail: limitDetail(limit) };
    const absence = this.#firstPathEnd ?? { detail: CHAIN_SENTENCES.noTrustedRoot.en };
    return { status: 'untrusted', ...absence, ...uncertaintyOf(this.#anchors) };
  }
}

function addRejected(rejected: RejectedIssuer[], issuer: RejectedIssuer): void {
  if (rejected.length < MAX_REJECTED_ISSUERS) rejected.push(issuer);
}

/** Extends a path by a CA. */
function extendPath(validity: PathValidity, subject: string, notAfter: Instant): PathValidity {
  return notAfter < validity.until ? { until: notAfter, endsWith: subject } : validity;
}

/**
 * Checks the path length constraint of a CA.
 * @see RFC 5280 section 4.2.1.9
 */
function allowsPathLength(pathLength: number | undefined, { caCount }: { readonly caCount: number }): boolean {
  return pathLength === undefined || caCount <= pathLength;
}

function pathTooLong(subject: string, pathLength: number | undefined): PathEnd {
  return { detail: fill(CHAIN_SENTENCES.pathTooLong.en, { subject, limit: String(pathLength) }) };
}

/** Returns why a path ends at a certificate without an issuer. */
async function pathEndAt<T extends { readonly certificate: Certificate }>(
  { entry, loaded }: Link<T>,
  rejected: readonly RejectedIssuer[],
  source: IssuerSource<T>,
  anchors: Anchors,
): Promise<PathEnd> {
  const { subject, issuer, isSelfIssued } = entry.certificate;
  if (isSelfIssued && isSignedWith(loaded, loaded)) {
    const detail = fill(CHAIN_SENTENCES.untrustedRoot.en, { subject }) + unreadAnchorsText(anchors);
    return { detail, untrustedRoot: subject };
  }
  if (isSelfIssued) return { detail: fill(CHAIN_SENTENCES.selfSignatureInvalid.en, { subject }) };
  const reason = await rejectionReason({ certificate: entry.certificate, loaded }, rejected);
  if (reason !== undefined) return { detail: reason };
  return anchors.bySubject(issuer).length > 0
    ? { detail: fill(CHAIN_SENTENCES.notSignedByRoot.en, { issuer }) + unreadAnchorsText(anchors) }
    : withUnreadAnchors(source.pathEndWithoutIssuer(entry), anchors);
}

/**
 * Returns the problem of a source. If some anchors are unreadable, the issuer may be one of them,
 * so the chain is not called incomplete.
 */
export function withUnreadAnchors(absence: PathEnd, anchors: Anchors): PathEnd {
  return anchors.unread.length === 0 ? absence : { detail: absence.detail + unreadAnchorsText(anchors) };
}

/** Marks a verdict as uncertain if some anchors are unreadable. */
export function uncertaintyOf({ unread }: Anchors): { readonly isUncertain?: true } {
  return unread.length === 0 ? {} : { isUncertain: true };
}

function unreadAnchorsText({ unread }: Anchors): string {
  return unread.length === 0 ? '' : NOT_READ.en + unread.join(', ');
}
