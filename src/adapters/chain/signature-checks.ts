import type { X509Certificate } from 'node:crypto';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { isIssuedBy } from './is-issued-by.ts';

/** The maximum number of candidates for one chain. A chain in use has fewer than ten. */
const MAX_CANDIDATES_PER_CHAIN = 200;
/**
 * The maximum number of failed candidates over all chains of one run; each takes up to a few
 * milliseconds. After that, a chain ends at its first failed candidate. A chain whose candidates
 * are all correct is still followed.
 */
const MAX_FAILED_CANDIDATES = 2000;
/** The maximum number of cached results. The chains of one CA share all pairs except the first. */
const MAX_CACHED_RESULTS = 10_000;

/** A certificate in a path, as loaded by OpenSSL. */
export interface LoadedLink {
  readonly thumbprint: Thumbprint;
  readonly loaded: X509Certificate;
}

/**
 * Verifies the signatures of one run, each pair of certificates once. Its limits hold for any
 * choice of names.
 */
export class SignatureChecks {
  readonly #results: Map<string, boolean> = new Map();
  #failedCount = 0;

  /** Starts the checks of another chain. */
  forChain(): ChainChecks {
    return new ChainChecks(this);
  }

  get isLimitReached(): boolean {
    return this.#failedCount >= MAX_FAILED_CANDIDATES;
  }

  /**
   * Reads a candidate and returns it if it issued the certificate; undefined if it did not or is
   * unreadable. The signature of a known pair is not verified again.
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

/** The checks of one chain. */
export class ChainChecks {
  readonly #run: SignatureChecks;
  #checkedCount = 0;
  #hasFailed = false;

  constructor(run: SignatureChecks) {
    this.#run = run;
  }

  /** Counts a candidate. Returns the limit if it is reached; the candidate must then be skipped. */
  countCandidate(): number | undefined {
    if (this.#run.isLimitReached && this.#hasFailed) return MAX_FAILED_CANDIDATES;
    if (this.#checkedCount >= MAX_CANDIDATES_PER_CHAIN) return MAX_CANDIDATES_PER_CHAIN;
    this.#checkedCount += 1;
    return undefined;
  }

  /** Like {@link SignatureChecks.loadIfIssuer}. */
  async loadIfIssuer(...pair: Parameters<SignatureChecks['loadIfIssuer']>): Promise<X509Certificate | undefined> {
    const issuer = await this.#run.loadIfIssuer(...pair);
    this.#hasFailed ||= issuer === undefined;
    return issuer;
  }
}
