import type { X509Certificate } from 'node:crypto';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { isIssuedBy } from './signed.ts';

/** The maximum number of candidates for one chain. A chain in use has fewer than ten. */
const MAX_PER_CHAIN = 200;
/**
 * The maximum number of failed candidates over all chains of one run; each takes up to a few
 * milliseconds. After that, a chain ends at its first failed candidate. A chain whose candidates
 * are all correct is still followed.
 */
const MAX_FAILED = 2000;
/** The maximum number of cached results. The chains of one CA share all pairs except the first. */
const MAX_KNOWN = 10_000;

/** A certificate in a path, as loaded by OpenSSL. */
export interface Judged {
  readonly thumbprint: Thumbprint;
  readonly judge: X509Certificate;
}

/**
 * Verifies the signatures of one run, each pair of certificates once. Its limits hold for any
 * choice of names.
 */
export class SignatureChecks {
  readonly #known: Map<string, boolean> = new Map();
  #failed = 0;

  /** Starts the checks of another chain. */
  forChain(): ChainChecks {
    return new ChainChecks(this);
  }

  get isSpent(): boolean {
    return this.#failed >= MAX_FAILED;
  }

  /**
   * Reads a candidate and returns it if it issued the certificate; undefined if it did not or is
   * unreadable. The signature of a known pair is not verified again.
   */
  async issuer(
    issued: Judged,
    thumbprint: Thumbprint,
    read: () => Promise<X509Certificate | undefined>,
  ): Promise<X509Certificate | undefined> {
    const pair = issued.thumbprint + thumbprint;
    const known = this.#known.get(pair);
    if (known === false) return undefined;
    const judge = await read();
    if (known === true) return judge;
    const isIssuer = judge !== undefined && isIssuedBy(issued.judge, judge);
    if (!isIssuer) this.#failed += 1;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(pair, isIssuer);
    return isIssuer ? judge : undefined;
  }
}

/** The checks of one chain. */
export class ChainChecks {
  readonly #run: SignatureChecks;
  #checked = 0;
  #hasFailed = false;

  constructor(run: SignatureChecks) {
    this.#run = run;
  }

  /** Counts a candidate. Returns the limit if it is reached; the candidate must then be skipped. */
  count(): number | undefined {
    if (this.#run.isSpent && this.#hasFailed) return MAX_FAILED;
    if (this.#checked >= MAX_PER_CHAIN) return MAX_PER_CHAIN;
    this.#checked += 1;
    return undefined;
  }

  /** Like {@link SignatureChecks.issuer}. */
  async issuer(...pair: Parameters<SignatureChecks['issuer']>): Promise<X509Certificate | undefined> {
    const issuer = await this.#run.issuer(...pair);
    this.#hasFailed ||= issuer === undefined;
    return issuer;
  }
}
