import { MAX_FILE_ITERATIONS } from '../../../formats/keystore/keystore.ts';

/** The maximum iterations of one scan over all stores: up to 12 s of CPU time. */
export const MAX_SCAN_ITERATIONS: number = 2 * MAX_FILE_ITERATIONS;
/** The maximum iterations per file on the main thread, where other work must run. */
const MAX_MAIN_THREAD_ITERATIONS = 20_000;
/**
 * The maximum size of a file that the main thread reads, bytes. A hostile file takes up to 0.1 s
 * per MiB.
 */
const MAX_MAIN_THREAD_BYTES: number = 1024 * 1024;

/** The limits for reading one file. */
export interface ReadingLimits {
  readonly maxBytes: number;
  /** Iterations of key derivation. */
  readonly maxIterations: number;
  /** Counts iterations. */
  spend(iterations: number): void;
}

/**
 * Iterations of key derivation that one scan may use for keystores and encrypted private keys of
 * all stores. Remaining files are opened in the next scans, so that a store of hostile keystores
 * does not delay the others. Each store may open one costly file per scan, even if the budget is
 * used up. As `ReadingLimits`, the budget gives the limits of the main thread.
 */
export class OpeningBudget implements ReadingLimits {
  readonly maxBytes: number = MAX_MAIN_THREAD_BYTES;
  readonly maxIterationsPerScan: number;
  readonly #storesOfScan: Set<object> = new Set();
  #remainingIterations: number;

  constructor(maxIterationsPerScan: number = MAX_SCAN_ITERATIONS) {
    this.maxIterationsPerScan = maxIterationsPerScan;
    this.#remainingIterations = maxIterationsPerScan;
  }

  /** Starts reading a store. If the store was already read in this scan, a new scan starts. */
  begin(store: object): void {
    if (this.#storesOfScan.has(store)) {
      this.#storesOfScan.clear();
      this.#remainingIterations = this.maxIterationsPerScan;
    }
    this.#storesOfScan.add(store);
  }

  get isUsedUp(): boolean {
    return this.#remainingIterations <= 0;
  }

  get maxIterations(): number {
    return Math.max(0, Math.min(MAX_MAIN_THREAD_ITERATIONS, this.#remainingIterations));
  }

  /** The limits for a file that is read in any case. Its iterations are counted. */
  get perFile(): ReadingLimits {
    return {
      maxBytes: Number.POSITIVE_INFINITY,
      maxIterations: MAX_FILE_ITERATIONS,
      spend: (iterations) => this.spend(iterations),
    };
  }

  spend(iterations: number): void {
    this.#remainingIterations -= iterations;
  }
}
