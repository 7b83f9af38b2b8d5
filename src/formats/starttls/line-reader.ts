const LF = 0x0a;
const CR = 0x0d;
/** RFC 5321 allows a reply line 512 octets; servers that list hundreds of IMAP capabilities stay below this. */
const MAX_LINE = 8192;
const MAX_LINES = 1000;
const MAX_OCTETS = 0x1_0000;
const LITERAL = /\{(\d{1,6})\+?\}$/;

/** A line without its end; or one clause that says what is too large about what came. */
export type ReadLine = { readonly line: string } | { readonly tooLarge: string };

/**
 * Octets to lines, however they are cut. Lines end in LF, a CR before it is dropped; invalid UTF-8 is replaced.
 * What one server may say in all is bounded.
 * @see RFC 5321 section 4.5.3.1.5
 */
export class LineReader {
  readonly #literals: boolean;
  #held: Buffer = Buffer.alloc(0);
  /** Up to here the line that is being read has been looked at. */
  #searched = 0;
  #lines = 0;
  #octets = 0;

  /** @param literals whether `{5}` at the end of a line means that five octets and the rest of the line follow: RFC 5804 section 4 */
  constructor(literals = false) {
    this.#literals = literals;
  }

  add(octets: Buffer): void {
    this.#held = this.#held.length === 0 ? octets : Buffer.concat([this.#held, octets]);
  }

  /** What has come and is part of no line that was taken. */
  get rest(): number {
    return this.#held.length;
  }

  /** undefined: the line is not complete. */
  next(): ReadLine | undefined {
    for (;;) {
      const end = this.#held.indexOf(LF, this.#searched);
      const length = end < 0 ? this.#held.length : end;
      if (length > MAX_LINE) return { tooLarge: `a line is longer than ${MAX_LINE} octets` };
      if (end < 0) {
        this.#searched = Math.max(this.#searched, length);
        return undefined;
      }
      const line = this.#held.toString('utf8', 0, end > 0 && this.#held[end - 1] === CR ? end - 1 : end);
      const literal = this.#literals ? LITERAL.exec(line)?.[1] : undefined;
      if (literal === undefined) return this.#take(line, end + 1);
      this.#searched = end + 1 + Number(literal);
      if (this.#searched > MAX_LINE) return { tooLarge: `a line is longer than ${MAX_LINE} octets` };
    }
  }

  #take(line: string, octets: number): ReadLine {
    this.#held = this.#held.subarray(octets);
    this.#searched = 0;
    this.#lines += 1;
    this.#octets += octets;
    if (this.#lines > MAX_LINES) return { tooLarge: `there are more than ${MAX_LINES} lines` };
    if (this.#octets > MAX_OCTETS) return { tooLarge: `there are more than ${MAX_OCTETS} octets` };
    return { line };
  }
}
