import { DistinctValues } from '../../domain/distinct-values.ts';
import type { ServedChainVerdict } from '../../work/ports/probes.ts';

/** The maximum number of chains with a cached verdict, about 100 bytes each. */
const MAX_VERDICTS = 10_000;
/** The maximum number of different verdicts, each stored once. Most chains of a CA share one. */
const MAX_DISTINCT_VERDICTS = 100;

/** Caches the verdicts on chains that servers sent, for one state of the trust anchors. */
export class CachedVerdicts {
  /** The `state` of the trust anchors; another object after a change of them. */
  readonly state: object;
  /** By the identity of the chain; least recently used first. A promise: being verified. */
  readonly #verdicts: Map<string, ServedChainVerdict | Promise<ServedChainVerdict>> = new Map();
  readonly #distinctVerdicts: DistinctValues = new DistinctValues(MAX_DISTINCT_VERDICTS);

  constructor(state: object) {
    this.state = state;
  }

  /** Returns the cached verdict, or calls `verify`, once for concurrent calls. */
  async getOrVerify(identity: string, verify: () => Promise<ServedChainVerdict>): Promise<ServedChainVerdict> {
    const verdict = this.#verdicts.get(identity) ?? verify();
    this.#store(identity, verdict);
    if (!(verdict instanceof Promise)) return verdict;
    const shared = this.#distinctVerdicts.intern(await verdict);
    if (this.#verdicts.get(identity) === verdict) this.#store(identity, shared);
    return shared;
  }

  #store(identity: string, verdict: ServedChainVerdict | Promise<ServedChainVerdict>): void {
    this.#verdicts.delete(identity);
    this.#verdicts.set(identity, verdict);
    for (const oldest of this.#verdicts.keys()) {
      if (this.#verdicts.size <= MAX_VERDICTS) break;
      this.#verdicts.delete(oldest);
    }
  }
}
