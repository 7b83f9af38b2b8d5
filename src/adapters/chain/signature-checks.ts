import type { X509Certificate } from 'node:crypto';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { isIssuedBy } from './is-issued-by.ts';

/**
 * The maximum number of possible issuers (candidates) per chain. Chains in use have less than ten.
 */
const MAX_CANDIDATES_PER_CHAIN = 200;
/**
 * The maximum number of candidates that were not the issuer, over all chains of one run; each takes
 * up to a few milliseconds. After that, the search for a chain ends at its first such candidate, so
 * a chain without wrong candidates is still followed.
 */
const MAX_FAILED_CANDIDATES = 2000;
/**
 * The maximum number of cached results, one for each pair of certificates. The chains of one CA
 * have all pairs in common except the first.
 */
const MAX_CACHED_RESULTS = 10_000;

/** A certificate in a path, as loaded by OpenSSL. */
export interface LoadedLink {
  readonly thumbprint: Thumbprint;
  readonly loaded: X509Certificate;
}

/**
 * Verifies the signatures for the chains of one run, that is one call of the verifier: each pair of
 * a certificate and a possible issuer once. Limits the work, because hostile certificates can have
 * any number of possible issuers with the same name.
 */
export class SignatureChecks {
  readonly #results: Map<string, boolean> = new Map();
  #failedCount = 0;

  /** Starts the checks of another chain. */
  forChain(): ChainChecks {
    return new ChainChecks(this);
  }

  /** True if the run has tried too many wrong candidates. */
  get isLimitReached(): boolean {
    return this.#failedCount >= MAX_FAILED_CANDIDATES;
  }

  /**
   * Loads a candidate, and returns it if it issued the certificate; undefined if it did not, or
   * could not be loaded. The signature of a pair is not verified again.
   * @param thumbprint that of the candidate
   */
  async loadIfIssuer(
    issued: LoadedLink,
    thumbprint: Thumbprint,
    load: () => Promise<X509Certificate | undefined>,
  ): Promise<X509Certificate | undefined> {
    const pair = issued.thumbprint + thumbprint;
    const isKnownIssuer = this.#results.get(pair);
    if (isKnownIssuer === false) return undefined;
    const loaded = await load();
    if (isKnownIssuer === true) return loaded;
    const isIssuer = loaded !== undefined && isIssuedBy(issued.loaded, loaded);
    if (!isIssuer) this.#failedCount += 1;
    if (this.#results.size >= MAX_CACHED_RESULTS) this.#results.clear();
    this.#results.set(pair, isIssuer);
    return isIssuer ? loaded : undefined;
  }
}

/** Verifies and counts the candidates for one chain. */
export class ChainChecks {
  readonly #run: SignatureChecks;
  #checkedCount = 0;
  /** True if a candidate of this chain was not the issuer. */
  #hasFailed = false;

  constructor(run: SignatureChecks) {
    this.#run = run;
  }

  /**
   * Counts a candidate before it is tried. If a limit is reached, returns the limit, and the
   * candidate must not be tried.
   */
  countCandidate(): number | undefined {
    if (this.#run.isLimitReached && this.#hasFailed) return MAX_FAILED_CANDIDATES;
    if (this.#checkedCount >= MAX_CANDIDATES_PER_CHAIN) return MAX_CANDIDATES_PER_CHAIN;
    this.#checkedCount += 1;
    return undefined;
  }

  /** Like {@link SignatureChecks.loadIfIssuer}, and remembers whether a candidate failed. */
  async loadIfIssuer(
    issued: LoadedLink,
    thumbprint: Thumbprint,
    load: () => Promise<X509Certificate | undefined>,
  ): Promise<X509Certificate | undefined> {
    const issuer = await this.#run.loadIfIssuer(issued, thumbprint, load);
    this.#hasFailed ||= issuer === undefined;
    return issuer;
  }
}
