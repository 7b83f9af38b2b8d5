/**
 * Reports to the caller of `write` whether all its entries were written. The caller waits for
 * `written`, and the transport calls `entryWritten` for each entry, or `fail`.
 */
export class Receipt {
  /** Resolves when all entries were written; rejects if an entry has failed. */
  readonly written: Promise<void>;
  #hasFailed = false;
  #pendingEntries: number;
  #resolve: () => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  /** @param entryCount the number of entries, at least 1 */
  constructor(entryCount: number) {
    this.#pendingEntries = entryCount;
    this.written = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /**
   * True if an entry has failed. The other entries must then not be written, because the caller
   * repeats all of them.
   */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Counts one entry as written. */
  entryWritten(): void {
    this.#pendingEntries -= 1;
    if (this.#pendingEntries === 0) this.#resolve();
  }

  /** Reports that an entry has failed. */
  fail(reason: unknown): void {
    this.#hasFailed = true;
    this.#reject(reason);
  }
}
