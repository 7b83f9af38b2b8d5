import { FILE_ROUNDS } from '../../../formats/keystore/keystore.ts';

/** Iterations that one scan of the daemon spends over all stores: up to twelve seconds of one processor. */
export const SCAN_ROUNDS: number = 2 * FILE_ROUNDS;
/** Iterations for one file that are done on the main thread, where others get their turn meanwhile. */
const INLINE_ROUNDS = 20_000;
/** A larger file is read on the second thread: reading a hostile one takes up to a tenth of a second for each MiB. */
const INLINE_BYTES: number = 1024 * 1024;

/** The work that reading one file may take. */
export interface ReadingLimits {
  readonly bytes: number;
  /** Iterations of key derivation. */
  readonly rounds: number;
  /** Counts iterations that were done. */
  spend(rounds: number): void;
}

/**
 * Iterations of key derivation that one scan may spend on keystores and encrypted private keys, over all stores. Files that are left
 * are opened in the next scans, so that a store of hostile keystores does not delay the others. Each store may open one costly file in
 * each scan, even if nothing is left. As limits, it says what is read on the main thread.
 */
export class OpeningBudget implements ReadingLimits {
  readonly bytes: number = INLINE_BYTES;
  readonly perScan: number;
  readonly #begun: Set<object> = new Set();
  #left: number;

  constructor(perScan: number = SCAN_ROUNDS) {
    this.perScan = perScan;
    this.#left = perScan;
  }

  /** Begins the reading of a store. A store that was read before in this scan begins the next scan. */
  begin(store: object): void {
    if (this.#begun.has(store)) {
      this.#begun.clear();
      this.#left = this.perScan;
    }
    this.#begun.add(store);
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  get rounds(): number {
    return Math.max(0, Math.min(INLINE_ROUNDS, this.#left));
  }

  /** The limits for a file that is read whatever it takes; what it takes counts. */
  get wholeFile(): ReadingLimits {
    return { bytes: Number.POSITIVE_INFINITY, rounds: FILE_ROUNDS, spend: (rounds) => this.spend(rounds) };
  }

  spend(rounds: number): void {
    this.#left -= rounds;
  }
}
