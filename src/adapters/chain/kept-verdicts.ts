import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { DistinctValues } from '../../domain/distinct-values.ts';

/** So many are kept: a hundred octets each, since most chains of an authority get the same. */
const MOST = 10_000;
/** So many different verdicts are known at one time. */
const MOST_DISTINCT = 100;

/** What was found out about chains while the trust anchors stood as they do. */
export class KeptVerdicts {
  /** The state of the anchors. */
  readonly state: object;
  /** By what was sent; what was asked for last is the last. */
  readonly #verdicts: Map<string, ChainVerdict | Promise<ChainVerdict>> = new Map();
  readonly #distinct: DistinctValues = new DistinctValues(MOST_DISTINCT);

  constructor(state: object) {
    this.state = state;
  }

  /** Found once, also where many ask at the same time. */
  async of(identity: string, find: () => Promise<ChainVerdict>): Promise<ChainVerdict> {
    const verdict = this.#verdicts.get(identity) ?? find();
    this.#keep(identity, verdict);
    if (!(verdict instanceof Promise)) return verdict;
    const found = this.#distinct.once(await verdict);
    if (this.#verdicts.get(identity) === verdict) this.#keep(identity, found);
    return found;
  }

  #keep(identity: string, verdict: ChainVerdict | Promise<ChainVerdict>): void {
    this.#verdicts.delete(identity);
    this.#verdicts.set(identity, verdict);
    for (const oldest of this.#verdicts.keys()) {
      if (this.#verdicts.size <= MOST) break;
      this.#verdicts.delete(oldest);
    }
  }
}
