/** Reports whether all entries of one caller have been written. */
export class Receipt {
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

  /** The rest of a failed batch is not written, because it would precede the repeated batch. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  entryWritten(): void {
    this.#pendingEntries -= 1;
    if (this.#pendingEntries === 0) this.#resolve();
  }

  fail(reason: unknown): void {
    this.#hasFailed = true;
    this.#reject(reason);
  }
}
