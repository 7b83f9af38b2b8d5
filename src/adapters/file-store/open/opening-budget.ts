import { MAX_FILE_ITERATIONS } from '../../../formats/keystore/keystore.ts';

/** The maximum number of key derivation iterations per scan over all stores: 12 s of CPU time. */
export const MAX_SCAN_ITERATIONS: number = 2 * MAX_FILE_ITERATIONS;
/** The maximum number of iterations per file on the main thread, where other work must run. */
const MAX_MAIN_THREAD_ITERATIONS = 20_000;
/**
 * The maximum size of a file that the main thread reads, bytes. A hostile file takes up to 0.1 s
 * per MiB.
 */
const MAX_MAIN_THREAD_BYTES: number = 1024 * 1024;

/** The limits for reading one file. A file that exceeds them is skipped. */
export interface ReadingLimits {
  readonly maxBytes: number;
  /** The maximum number of key derivation iterations, which opening encrypted parts takes. */
  readonly maxKdfIterations: number;
  /** Counts the key derivation iterations that a file took. */
  spend(kdfIterations: number): void;
}

/**
 * The number of key derivation iterations that one scan may use, for the keystores and encrypted
 * private keys of all stores. Remaining files are opened by the next scans, so that a store of
 * hostile keystores does not delay the others. Each store may open one costly file per scan, even
 * if the budget is used up. The budget itself has the limits for a file on the main thread.
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

  /**
   * Starts reading a store. If the store was already read since the budget was last renewed, this
   * is the next scan, and the budget is renewed.
   */
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

  /** The limit for a file on the main thread. */
  get maxKdfIterations(): number {
    return Math.max(0, Math.min(MAX_MAIN_THREAD_ITERATIONS, this.#remainingIterations));
  }

  /** The limits for a file that is read even if the budget is used up. */
  get perFile(): ReadingLimits {
    return {
      maxBytes: Number.POSITIVE_INFINITY,
      maxKdfIterations: MAX_FILE_ITERATIONS,
      spend: (kdfIterations) => this.spend(kdfIterations),
    };
  }

  spend(kdfIterations: number): void {
    this.#remainingIterations -= kdfIterations;
  }
}
