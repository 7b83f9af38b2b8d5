/** Keeps the last bytes of an output of any length. */
export class OutputTail {
  readonly #limit: number;
  #tail: Buffer = Buffer.alloc(0);
  #byteCount = 0;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#byteCount += chunk.length;
    const joined = chunk.length >= this.#limit ? chunk : Buffer.concat([this.#tail, chunk]);
    // A copy, because a view would retain the whole chunk.
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#limit)));
  }

  /**
   * Returns the end of the output as UTF-8, without trailing whitespace and otherwise unescaped. An
   * incomplete first character is left out.
   */
  text(): string {
    let start = 0;
    const isCut = this.#byteCount > this.#tail.length;
    while (isCut && start < 3 && ((this.#tail[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return this.#tail.subarray(start).toString('utf8').trimEnd();
  }
}
