import { FILE_ROUNDS } from '../../../formats/keystore/keystore.ts';

/** The number of iterations that one scan may use for all stores: up to 12 s of CPU time. */
export const SCAN_ROUNDS: number = 2 * FILE_ROUNDS;
/**
 * The number of iterations per file that are done on the main thread, where other work must run.
 */
const INLINE_ROUNDS = 20_000;
/**
 * The maximum size of a file that the main thread reads, bytes. A hostile file takes up to 0.1 s
 * per MiB.
 */
const INLINE_BYTES: number = 1024 * 1024;

/** The limits for reading one file. */
export interface ReadingLimits {
  readonly bytes: number;
  /** Iterations of key derivation. */
  readonly rounds: number;
  /** Counts iterations. */
  spend(rounds: number): void;
}

/**
 * Iterations of key derivation that one scan may use for keystores and encrypted private keys of
 * all stores. Remaining files are opened in the next scans, so that a store of hostile keystores
 * does not delay the others. Each store may open one costly file per scan, even if the budget is
 * used up. As `ReadingLimits`, it limits the main thread.
 */
export class OpeningBudget implements ReadingLimits {
  readonly bytes: number = INLINE_BYTES;
  readonly perScan: number;
  readonly #begun: Set<object> = new Set();
  #remaining: number;

  constructor(perScan: number = SCAN_ROUNDS) {
    this.perScan = perScan;
    this.#remaining = perScan;
  }

  /** Starts reading a store. If the store was already read in this scan, a new scan starts. */
  begin(store: object): void {
    if (this.#begun.has(store)) {
      this.#begun.clear();
      this.#remaining = this.perScan;
    }
    this.#begun.add(store);
  }

  get isSpent(): boolean {
    return this.#remaining <= 0;
  }

  get rounds(): number {
    return Math.max(0, Math.min(INLINE_ROUNDS, this.#remaining));
  }

  /** The limits for a file that is read in any case. Its iterations are counted. */
  get wholeFile(): ReadingLimits {
    return { bytes: Number.POSITIVE_INFINITY, rounds: FILE_ROUNDS, spend: (rounds) => this.spend(rounds) };
  }

  spend(rounds: number): void {
    this.#remaining -= rounds;
  }
}
