const LF = 0x0a;
const CR = 0x0d;
/**
 * The maximum length of a line, bytes. RFC 5321 allows 512 for a reply line, but servers can list
 * hundreds of IMAP capabilities.
 */
const MAX_LINE_BYTES = 8192;
const MAX_LINES = 1000;
const MAX_BYTES = 0x1_0000;
const LITERAL = /\{(\d{1,6})\+?\}$/;

/** A line without its line end; or the exceeded limit as a clause. */
export type ReadLine = { readonly line: string } | { readonly tooLarge: string };

/**
 * A splitter of received bytes into lines. Lines end in LF; a CR before it is removed. Invalid
 * UTF-8 is replaced. The total size is limited.
 * @see RFC 5321 section 4.5.3.1.5
 */
export class LineReader {
  readonly #literals: boolean;
  #unread: Buffer = Buffer.alloc(0);
  /** How many bytes of the current line were already searched. */
  #searched = 0;
  #lines = 0;
  #byteCount = 0;

  /**
   * @param literals true if lines can contain literals: after `{5}` at the end of a line, five
   * bytes and the rest of the line follow (RFC 5804 section 4)
   */
  constructor(literals = false) {
    this.#literals = literals;
  }

  add(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
  }

  /** How many received bytes are not part of a returned line. */
  get rest(): number {
    return this.#unread.length;
  }

  /** Returns the next line; undefined: incomplete. */
  next(): ReadLine | undefined {
    for (;;) {
      const end = this.#unread.indexOf(LF, this.#searched);
      const length = end < 0 ? this.#unread.length : end;
      if (length > MAX_LINE_BYTES) return { tooLarge: `a line is longer than ${MAX_LINE_BYTES} bytes` };
      if (end < 0) {
        this.#searched = Math.max(this.#searched, length);
        return undefined;
      }
      const line = this.#unread.toString('utf8', 0, end > 0 && this.#unread[end - 1] === CR ? end - 1 : end);
      const literal = this.#literals ? LITERAL.exec(line)?.[1] : undefined;
      if (literal === undefined) return this.#take(line, end + 1);
      this.#searched = end + 1 + Number(literal);
      if (this.#searched > MAX_LINE_BYTES) return { tooLarge: `a line is longer than ${MAX_LINE_BYTES} bytes` };
    }
  }

  #take(line: string, byteCount: number): ReadLine {
    this.#unread = this.#unread.subarray(byteCount);
    this.#searched = 0;
    this.#lines += 1;
    this.#byteCount += byteCount;
    if (this.#lines > MAX_LINES) return { tooLarge: `there are more than ${MAX_LINES} lines` };
    if (this.#byteCount > MAX_BYTES) return { tooLarge: `there are more than ${MAX_BYTES} bytes` };
    return { line };
  }
}
