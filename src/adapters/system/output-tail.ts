/** The last octets of an output, however long it is. */
export class OutputTail {
  readonly #limit: number;
  #kept: Buffer = Buffer.alloc(0);
  #seen = 0;

  /** @param limit octets */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#seen += chunk.length;
    const joined = chunk.length >= this.#limit ? chunk : Buffer.concat([this.#kept, chunk]);
    // A copy: a view would keep all that came in one read.
    this.#kept = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#limit)));
  }

  /** As UTF-8 without white space at its end; raw otherwise. A character that the cut went through is left out. */
  text(): string {
    let start = 0;
    const isCut = this.#seen > this.#kept.length;
    while (isCut && start < 3 && ((this.#kept[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return this.#kept.subarray(start).toString('utf8').trimEnd();
  }
}
