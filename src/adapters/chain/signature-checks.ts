import type { X509Certificate } from 'node:crypto';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { isIssuedBy } from './signed.ts';

/** Candidates that are looked at for one chain; a chain in use has fewer than ten. */
const MAX_PER_CHAIN = 200;
/**
 * Candidates that turn out not to be the issuer, over all chains of one run: each costs up to some milliseconds. After them,
 * a chain ends at its first wrong candidate, so that one whose candidates are right is followed whatever others cost.
 */
const MAX_FAILED = 2000;
/** Results that are kept: the chains of one CA have all but their first pair in common. */
const MAX_KNOWN = 10_000;

/** A certificate on the way up, as OpenSSL reads it. */
export interface Judged {
  readonly thumbprint: Thumbprint;
  readonly judge: X509Certificate;
}

/** Verifies the signatures of one run, each pair of certificates once, within limits that no choice of names exceeds. */
export class SignatureChecks {
  readonly #known: Map<string, boolean> = new Map();
  #failed = 0;

  /** Begins the checks of one more chain. */
  forChain(): ChainChecks {
    return new ChainChecks(this);
  }

  get isSpent(): boolean {
    return this.#failed >= MAX_FAILED;
  }

  /**
   * Reads a candidate and returns it if it issued the certificate; undefined if it did not, or cannot be read. For a known
   * pair no signature is verified.
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
  #lookedAt = 0;
  #hasFailed = false;

  constructor(run: SignatureChecks) {
    this.#run = run;
  }

  /** Counts one more candidate. Returns the limit if it is reached: the candidate must not be looked at. */
  count(): number | undefined {
    if (this.#run.isSpent && this.#hasFailed) return MAX_FAILED;
    if (this.#lookedAt >= MAX_PER_CHAIN) return MAX_PER_CHAIN;
    this.#lookedAt += 1;
    return undefined;
  }

  /** As {@link SignatureChecks.issuer}. */
  async issuer(...pair: Parameters<SignatureChecks['issuer']>): Promise<X509Certificate | undefined> {
    const issuer = await this.#run.issuer(...pair);
    this.#hasFailed ||= issuer === undefined;
    return issuer;
  }
}
