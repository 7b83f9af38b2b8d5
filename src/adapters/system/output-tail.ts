/** Keeps the end of an output of any length. */
export class OutputTail {
  readonly #maxBytes: number;
  #tail: Buffer = Buffer.alloc(0);
  /** The length of the whole output. */
  #byteCount = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    this.#byteCount += chunk.length;
    const joined = chunk.length >= this.#maxBytes ? chunk : Buffer.concat([this.#tail, chunk]);
    // A copy, because a view would retain the whole chunk.
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#maxBytes)));
  }

  /**
   * Returns the end of the output, read as UTF-8, without trailing whitespace. Control characters
   * are not escaped. An incomplete first character is left out.
   */
  text(): string {
    const isTruncated = this.#byteCount > this.#tail.length;
    let start = 0;
    // Continuation bytes of UTF-8 are 10xxxxxx; a character has at most three.
    while (isTruncated && start < 3 && ((this.#tail[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return this.#tail.subarray(start).toString('utf8').trimEnd();
  }
}
