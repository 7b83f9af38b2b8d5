/** Reports whether all entries of one caller have been written. */
export class Receipt {
  readonly written: Promise<void>;
  #hasFailed = false;
  #waiting: number;
  #resolve: () => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  /** @param pieces the number of entries, at least 1 */
  constructor(pieces: number) {
    this.#waiting = pieces;
    this.written = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The rest of a failed batch is not written, because it would precede the repeated batch. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  pieceWritten(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#resolve();
  }

  fail(reason: unknown): void {
    this.#hasFailed = true;
    this.#reject(reason);
  }
}
