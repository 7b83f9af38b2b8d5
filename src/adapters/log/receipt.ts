/** Whether what one caller handed over has been written: all of it, or none of it counts. */
export class Receipt {
  readonly written: Promise<void>;
  #hasFailed = false;
  #waiting: number;
  #resolve: () => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  /** @param pieces how many pieces were handed over, 1 or more */
  constructor(pieces: number) {
    this.#waiting = pieces;
    this.written = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** What is left of a failed batch is not written: it would stand before what is repeated. */
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
