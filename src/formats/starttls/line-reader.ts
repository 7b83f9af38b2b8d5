import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';

const LF = 0x0a;
const CR = 0x0d;
/**
 * The maximum length of a line, bytes. RFC 5321 allows 512 for a reply line, but servers can list
 * hundreds of IMAP capabilities.
 */
const MAX_LINE_BYTES = 8192;
const MAX_LINES = 1000;
const MAX_TOTAL_BYTES = 0x1_0000;
/** The end of a line before a literal, with the length of the literal in bytes. */
const LITERAL = /\{(\d{1,6})\+?\}$/;

/** A line without its line end; or the limit that was exceeded. */
export type ReadLine =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'too-large'; readonly failure: Failure };

function tooLarge(failure: Failure): ReadLine {
  return { kind: 'too-large', failure };
}

const LINE_TOO_LONG: ReadLine = tooLarge(CONVERSATION_FAILURES.reply_line_too_long({ bytes: MAX_LINE_BYTES }));

/**
 * A splitter of received bytes into lines. A line ends in LF or CRLF. Invalid UTF-8 is replaced.
 * The total size is limited.
 * @see RFC 5321 section 4.5.3.1.5
 */
export class LineReader {
  readonly #mayContainLiterals: boolean;
  #unread: Buffer = Buffer.alloc(0);
  /** The number of bytes of the current line that were already searched. */
  #searchedBytes = 0;
  #lineCount = 0;
  #totalBytes = 0;

  /**
   * @param mayContainLiterals true if lines can contain literals: after `{5}` at the end of a line,
   * five bytes and the rest of the line follow (RFC 5804 section 4)
   */
  constructor(mayContainLiterals = false) {
    this.#mayContainLiterals = mayContainLiterals;
  }

  /** Adds received bytes. */
  add(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
  }

  /** The number of received bytes that are not part of a returned line. */
  get unreadByteCount(): number {
    return this.#unread.length;
  }

  /** Returns the next line; undefined: incomplete. */
  next(): ReadLine | undefined {
    // Each pass searches the next line feed; a line with literals has several.
    for (;;) {
      const end = this.#unread.indexOf(LF, this.#searchedBytes);
      const lineBytes = end < 0 ? this.#unread.length : end;
      if (lineBytes > MAX_LINE_BYTES) return LINE_TOO_LONG;
      if (end < 0) {
        this.#searchedBytes = Math.max(this.#searchedBytes, lineBytes);
        return undefined;
      }
      const line = this.#unread.toString('utf8', 0, end > 0 && this.#unread[end - 1] === CR ? end - 1 : end);
      const literalBytes = this.#mayContainLiterals ? LITERAL.exec(line)?.[1] : undefined;
      if (literalBytes === undefined) return this.#takeLine(line, end + 1);
      this.#searchedBytes = end + 1 + Number(literalBytes);
      if (this.#searchedBytes > MAX_LINE_BYTES) return LINE_TOO_LONG;
    }
  }

  #takeLine(line: string, byteCount: number): ReadLine {
    this.#unread = this.#unread.subarray(byteCount);
    this.#searchedBytes = 0;
    this.#lineCount += 1;
    this.#totalBytes += byteCount;
    if (this.#lineCount > MAX_LINES) return tooLarge(CONVERSATION_FAILURES.reply_lines_too_many({ limit: MAX_LINES }));
    if (this.#totalBytes > MAX_TOTAL_BYTES)
      return tooLarge(CONVERSATION_FAILURES.replies_too_long({ bytes: MAX_TOTAL_BYTES }));
    return { kind: 'line', line };
  }
}
