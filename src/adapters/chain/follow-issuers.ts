import type { X509Certificate } from 'node:crypto';
import type { Certificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { CHAIN_FAILURES } from '../../domain/failure/chain-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Instant } from '../../domain/time.ts';
import { isSignedWith } from './is-issued-by.ts';
import { type RejectedIssuer, rejectionReason } from './rejection-reason.ts';
import type { ChainChecks, LoadedLink } from './signature-checks.ts';
import type { Anchor, Anchors } from './trust-anchors.ts';

/** The maximum length of a chain. No chain in use is longer. */
const MAX_DEPTH = 10;
/**
 * The maximum number of rejected candidates per certificate that are kept, to determine why OpenSSL
 * rejected the issuer.
 */
const MAX_REJECTED_ISSUERS = 3;

/** Why no issuer follows on a path, although it has not reached a trust anchor. */
export type PathEnd = Pick<
  ChainVerdict & { readonly status: 'untrusted' },
  'failure' | 'missingIssuer' | 'untrustedRoot'
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
  /** Returns why a path ends at a certificate that no CA of this source has issued. */
  pathEndWithoutIssuer(issued: T): PathEnd;
}

/** How long a path is valid: until the earliest expiry of its issuers. */
interface PathValidity {
  readonly until: Instant;
  /** The subject of the issuer that expires first. */
  readonly endsWith: string;
}

const UNLIMITED: PathValidity = { until: Number.POSITIVE_INFINITY, endsWith: '' };

/** A certificate on a path (`entry`), with the validity of the path from the leaf to it. */
interface Link<T> extends PathValidity, LoadedLink {
  readonly entry: T;
  /** The number of certificates from the leaf to this certificate; 1 for the leaf. */
  readonly depth: number;
  /**
   * The number of CAs between the leaf and the issuer of this certificate, without self-issued
   * CAs; a path length constraint limits it.
   */
  readonly caCount: number;
}

/**
 * Follows the issuers from a leaf to the trust anchors on all paths, and verifies the signatures.
 * Returns the verdict on the path with the latest expiry. If the limit of checks ends the search,
 * the verdict is `unknown`, unless a path to an anchor was already found.
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
  /** For each certificate, the latest expiry of the paths on which it was reached. */
  readonly #reachedUntil: Map<Thumbprint, Instant> = new Map();
  /** The certificates whose issuers must be searched. */
  readonly #queue: Link<T>[] = [];
  /** Why the first path ended without an anchor: the reason that an untrusted verdict gives. */
  #firstPathEnd: PathEnd | undefined;
  /**
   * The path to a trust anchor with the latest expiry so far. `kind` stays that of the first path
   * that was found; a later path only extends the validity.
   */
  #bestPath: { readonly kind: Anchor['kind']; readonly holdsUntil: Instant; readonly endsWith: string } | undefined;
  /** The limit of checks that ended the search; undefined: none did. */
  #reachedLimit: number | undefined;

  constructor(source: IssuerSource<T>, anchors: Anchors, checks: ChainChecks) {
    this.#source = source;
    this.#anchors = anchors;
    this.#checks = checks;
  }

  async run(leaf: T, loaded: X509Certificate): Promise<ChainVerdict> {
    const { thumbprint } = leaf.certificate;
    this.#reachedUntil.set(thumbprint, Number.POSITIVE_INFINITY);
    this.#queue.push({ entry: leaf, thumbprint, loaded, depth: 1, ...UNLIMITED, caCount: 0 });
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

  /**
   * Returns whether a trust anchor issued a certificate, and keeps the path if it is the best. Adds
   * anchors that OpenSSL did not accept as issuer to `rejected` (output).
   */
  async #tryAnchors(link: Link<T>, rejected: RejectedIssuer[]): Promise<boolean> {
    const { issuer } = link.entry.certificate;
    let hasIssuer = false;
    for (const anchor of this.#anchors.bySubject(issuer)) {
      const { until, endsWith } = extendPath(link, issuer, anchor.notAfter);
      if (this.#cannotImprove(until)) continue;
      this.#reachedLimit = this.#checks.countCandidate();
      if (this.#reachedLimit !== undefined) break;
      const load = async (): Promise<X509Certificate> => anchor.loaded;
      if ((await this.#checks.loadIfIssuer(link, anchor.thumbprint, load)) === undefined) {
        addRejected(rejected, { facts: anchor.facts, load });
        continue;
      }
      hasIssuer = true;
      const { pathLength } = anchor;
      if (isPathTooLong(pathLength, link)) this.#firstPathEnd ??= pathTooLong(issuer, pathLength);
      else this.#bestPath = { kind: this.#bestPath?.kind ?? anchor.kind, holdsUntil: until, endsWith };
    }
    return hasIssuer;
  }

  /**
   * Returns whether a CA of the source issued a certificate. Adds each such CA to the queue, and
   * each candidate that OpenSSL did not accept to `rejected` (output).
   */
  async #tryCandidates(link: Link<T>, rejected: RejectedIssuer[]): Promise<boolean> {
    const { issuer } = link.entry.certificate;
    let hasIssuer = false;
    for (const candidate of this.#source.possibleIssuersOf(link.entry)) {
      this.#reachedLimit = this.#checks.countCandidate();
      if (this.#reachedLimit !== undefined) break;
      const { thumbprint, notAfter } = candidate.certificate;
      const { until, endsWith } = extendPath(link, issuer, notAfter);
      const reachedUntil = this.#reachedUntil.get(thumbprint) ?? Number.NEGATIVE_INFINITY;
      if (this.#cannotImprove(until) || until <= reachedUntil) continue;
      const load = (): Promise<X509Certificate | undefined> => this.#source.load(candidate);
      const loaded = await this.#checks.loadIfIssuer(link, thumbprint, load);
      if (loaded === undefined) {
        addRejected(rejected, { facts: candidate.certificate, load });
        continue;
      }
      hasIssuer = true;
      const { subject, pathLength } = candidate.certificate;
      if (isPathTooLong(pathLength, link)) {
        this.#firstPathEnd ??= pathTooLong(subject, pathLength);
        continue;
      }
      this.#reachedUntil.set(thumbprint, until);
      if (link.depth < MAX_DEPTH) {
        const caCount = link.caCount + (subject === candidate.certificate.issuer ? 0 : 1);
        this.#queue.push({ entry: candidate, thumbprint, loaded, depth: link.depth + 1, until, endsWith, caCount });
      } else this.#firstPathEnd ??= { failure: CHAIN_FAILURES.chain_too_long({ limit: MAX_DEPTH }) };
    }
    return hasIssuer;
  }

  /** Returns whether a path with this expiry cannot be better than the best path so far. */
  #cannotImprove(until: Instant): boolean {
    return this.#bestPath !== undefined && until <= this.#bestPath.holdsUntil;
  }

  #verdict(): ChainVerdict {
    const limit = this.#reachedLimit;
    if (this.#bestPath !== undefined) {
      const { kind, ...validity } = this.#bestPath;
      return { status: 'trusted', anchor: kind, ...validity, ...(limit === undefined ? {} : { limit }) };
    }
    if (limit !== undefined) return { status: 'unknown', failure: CHAIN_FAILURES.chain_check_limit_reached({ limit }) };
    const pathEnd = this.#firstPathEnd ?? { failure: CHAIN_FAILURES.chain_without_trusted_root };
    return { status: 'untrusted', ...pathEnd, ...uncertaintyOf(this.#anchors) };
  }
}

function addRejected(rejected: RejectedIssuer[], issuer: RejectedIssuer): void {
  if (rejected.length < MAX_REJECTED_ISSUERS) rejected.push(issuer);
}

/** Returns the validity of a path after a CA was added to it. */
function extendPath(validity: PathValidity, subject: string, notAfter: Instant): PathValidity {
  return notAfter < validity.until ? { until: notAfter, endsWith: subject } : validity;
}

/**
 * Returns whether a path violates the path length constraint of a CA.
 * @see RFC 5280 section 4.2.1.9
 */
function isPathTooLong(
  pathLength: number | undefined,
  { caCount }: { readonly caCount: number },
): pathLength is number {
  return pathLength !== undefined && caCount > pathLength;
}

function pathTooLong(subject: string, limit: number): PathEnd {
  return { failure: CHAIN_FAILURES.chain_path_length_exceeded({ subject, limit }) };
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
    const failure = withUnreadableFiles(CHAIN_FAILURES.chain_root_untrusted({ subject }), anchors);
    return { failure, untrustedRoot: subject };
  }
  if (isSelfIssued) return { failure: CHAIN_FAILURES.chain_self_signature_invalid({ subject }) };
  const reason = await rejectionReason({ certificate: entry.certificate, loaded }, rejected);
  if (reason !== undefined) return { failure: reason };
  return anchors.bySubject(issuer).length > 0
    ? { failure: withUnreadableFiles(CHAIN_FAILURES.chain_not_signed_by_root({ issuer }), anchors) }
    : withUnreadableAnchors(source.pathEndWithoutIssuer(entry), anchors);
}

/**
 * Returns why a path ends. If some anchors are unreadable, the missing issuer may be one of them,
 * so the result has no `missingIssuer`, and its text lists the unreadable files.
 */
export function withUnreadableAnchors(pathEnd: PathEnd, anchors: Anchors): PathEnd {
  return anchors.unreadable.length === 0 ? pathEnd : { failure: withUnreadableFiles(pathEnd.failure, anchors) };
}

/** Returns the property that marks a verdict as uncertain if some anchors are unreadable. */
export function uncertaintyOf({ unreadable }: Anchors): { readonly isUncertain?: true } {
  return unreadable.length === 0 ? {} : { isUncertain: true };
}

function withUnreadableFiles(cause: Failure, { unreadable: files }: Anchors): Failure {
  return files.length === 0 ? cause : CHAIN_FAILURES.chain_roots_not_read({ cause, files });
}
