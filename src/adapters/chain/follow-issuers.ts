import type { X509Certificate } from 'node:crypto';
import type { Certificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES, NOT_READ } from '../../domain/certificate/chain-sentences.ts';
import { type ChainVerdict, limitDetail } from '../../domain/certificate/chain-verdict.ts';
import { fill } from '../../domain/sentence.ts';
import type { Instant } from '../../domain/time.ts';
import { isSignedWith } from './issued-by.ts';
import { type RejectedIssuer, rejectionReason } from './rejection-reason.ts';
import type { ChainChecks, LoadedLink } from './signature-checks.ts';
import type { Anchor, Anchors } from './trust-anchors.ts';

/** The maximum length of a chain. No chain in use is longer. */
const MAX_DEPTH = 10;
/**
 * The maximum number of candidates per certificate for which the reason of a rejection by OpenSSL
 * is determined.
 */
const MAX_REJECTED = 3;

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
  possibleIssuersOf(issued: T): Iterable<T>;
  /** Loads a certificate with OpenSSL; undefined if that fails. */
  load(certificate: T): Promise<X509Certificate | undefined>;
  absenceOf(issued: T): Absence;
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
  /** The first problem of a path. */
  #absence: Absence | undefined;
  /** The path to a trust anchor with the latest expiry so far. */
  #best: { readonly kind: Anchor['kind']; readonly holdsUntil: Instant; readonly endsWith: string } | undefined;
  /** The limit of checks that ended the search. */
  #limit: number | undefined;

  constructor(source: IssuerSource<T>, anchors: Anchors, checks: ChainChecks) {
    this.#source = source;
    this.#anchors = anchors;
    this.#checks = checks;
  }

  async run(leaf: T, loaded: X509Certificate): Promise<ChainVerdict> {
    const { thumbprint } = leaf.certificate;
    this.#reachedUntil.set(thumbprint, Number.POSITIVE_INFINITY);
    this.#queue.push({ entry: leaf, thumbprint, loaded, depth: 1, ...NO_ISSUER, caCount: 0 });
    for (let link = this.#queue.shift(); link !== undefined && this.#limit === undefined; link = this.#queue.shift()) {
      const rejected: RejectedIssuer[] = [];
      const isIssuedByAnchor = await this.#tryAnchors(link, rejected);
      const isIssuedByCandidate = this.#limit === undefined && (await this.#tryCandidates(link, rejected));
      if (isIssuedByAnchor || isIssuedByCandidate || this.#limit !== undefined) continue;
      this.#absence ??= await absenceAt(link, rejected, this.#source, this.#anchors);
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
      this.#limit = this.#checks.count();
      if (this.#limit !== undefined) break;
      const load = async (): Promise<X509Certificate> => anchor.loaded;
      if ((await this.#checks.issuer(link, anchor.thumbprint, load)) === undefined) {
        reject(rejected, { facts: anchor.facts, load });
        continue;
      }
      hasIssuer = true;
      if (!isWithin(anchor.pathLength, link)) this.#absence ??= tooLong(issuer, anchor.pathLength);
      else this.#best = { kind: this.#best?.kind ?? anchor.kind, holdsUntil: until, endsWith };
    }
    return hasIssuer;
  }

  /** Returns whether a CA of the source issued a certificate. Adds each such CA to the queue. */
  async #tryCandidates(link: Link<T>, rejected: RejectedIssuer[]): Promise<boolean> {
    const { issuer } = link.entry.certificate;
    let hasIssuer = false;
    for (const candidate of this.#source.possibleIssuersOf(link.entry)) {
      this.#limit = this.#checks.count();
      if (this.#limit !== undefined) break;
      const { thumbprint, notAfter } = candidate.certificate;
      const { until, endsWith } = extendPath(link, issuer, notAfter);
      const reachedUntil = this.#reachedUntil.get(thumbprint) ?? Number.NEGATIVE_INFINITY;
      if (this.#isNoBetter(until) || until <= reachedUntil) continue;
      const load = (): Promise<X509Certificate | undefined> => this.#source.load(candidate);
      const loaded = await this.#checks.issuer(link, thumbprint, load);
      if (loaded === undefined) {
        reject(rejected, { facts: candidate.certificate, load });
        continue;
      }
      hasIssuer = true;
      const { subject, pathLength } = candidate.certificate;
      if (!isWithin(pathLength, link)) {
        this.#absence ??= tooLong(subject, pathLength);
        continue;
      }
      this.#reachedUntil.set(thumbprint, until);
      if (link.depth < MAX_DEPTH) {
        const caCount = link.caCount + (subject === candidate.certificate.issuer ? 0 : 1);
        this.#queue.push({ entry: candidate, thumbprint, loaded, depth: link.depth + 1, until, endsWith, caCount });
      } else this.#absence ??= { detail: fill(CHAIN_SENTENCES.tooLong.en, { limit: MAX_DEPTH }) };
    }
    return hasIssuer;
  }

  /** Returns whether a path with this expiry is no better than the best one. */
  #isNoBetter(until: Instant): boolean {
    return this.#best !== undefined && until <= this.#best.holdsUntil;
  }

  #verdict(): ChainVerdict {
    const limit = this.#limit;
    if (this.#best !== undefined) {
      const { kind, ...validity } = this.#best;
      return { status: 'trusted', anchor: kind, ...validity, ...(limit === undefined ? {} : { limit }) };
    }
    if (limit !== undefined) return { status: 'unknown', detail: limitDetail(limit) };
    const absence = this.#absence ?? { detail: CHAIN_SENTENCES.noTrustedRoot.en };
    return { status: 'untrusted', ...absence, ...uncertaintyOf(this.#anchors) };
  }
}

function reject(rejected: RejectedIssuer[], issuer: RejectedIssuer): void {
  if (rejected.length < MAX_REJECTED) rejected.push(issuer);
}

/** Extends a path by a CA. */
function extendPath(validity: PathValidity, subject: string, notAfter: Instant): PathValidity {
  return notAfter < validity.until ? { until: notAfter, endsWith: subject } : validity;
}

/**
 * Checks the path length constraint of a CA.
 * @see RFC 5280 section 4.2.1.9
 */
function isWithin(pathLength: number | undefined, { caCount }: { readonly caCount: number }): boolean {
  return pathLength === undefined || caCount <= pathLength;
}

function tooLong(subject: string, pathLength: number | undefined): Absence {
  return { detail: fill(CHAIN_SENTENCES.pathTooLong.en, { subject, limit: String(pathLength) }) };
}

/** Returns why a path ends at a certificate without an issuer. */
async function absenceAt<T extends { readonly certificate: Certificate }>(
  { entry, loaded }: Link<T>,
  rejected: readonly RejectedIssuer[],
  source: IssuerSource<T>,
  anchors: Anchors,
): Promise<Absence> {
  const { subject, issuer, isSelfIssued } = entry.certificate;
  if (isSelfIssued && isSignedWith(loaded, loaded)) {
    const detail = fill(CHAIN_SENTENCES.untrustedRoot.en, { subject }) + notRead(anchors);
    return { detail, untrustedRoot: subject };
  }
  if (isSelfIssued) return { detail: fill(CHAIN_SENTENCES.selfSignatureInvalid.en, { subject }) };
  const reason = await rejectionReason({ certificate: entry.certificate, loaded }, rejected);
  if (reason !== undefined) return { detail: reason };
  return anchors.bySubject(issuer).length > 0
    ? { detail: fill(CHAIN_SENTENCES.notSignedByRoot.en, { issuer }) + notRead(anchors) }
    : absenceFrom(source.absenceOf(entry), anchors);
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
