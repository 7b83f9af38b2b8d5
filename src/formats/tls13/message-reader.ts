/** The types of handshake messages. @see RFC 8446 section 4 */
export const MESSAGE = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  certificateRequest: 13,
  certificateVerify: 15,
  finished: 20,
} as const;

const HEAD_BYTES = 4;
/** The maximum length of a message, bytes; OpenSSL has the same limit for certificates. */
const MAX_MESSAGE_BYTES = 102_400;

/** A handshake message. */
export interface Message {
  readonly type: number;
  readonly body: Buffer;
  /** With its header, for the transcript. */
  readonly whole: Buffer;
}

/** Returns a handshake message with its header. */
export function message(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([head, body]);
}

/**
 * A reader that joins messages from the contents of records. It stores at most one message, whose
 * length is limited.
 */
export class MessageReader {
  #parts: Buffer[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(content: Buffer): void {
    this.#parts.push(content);
    this.#length += content.length;
  }

  /** Returns the next message; undefined: incomplete; `too-long`: over the limit. */
  next(): Message | 'too-long' | undefined {
    if (this.#length < HEAD_BYTES) return undefined;
    const [first] = this.#parts;
    if (first === undefined) return undefined;
    const length = (first.length < HEAD_BYTES ? this.#joined() : first).readUIntBE(1, 3);
    if (length > MAX_MESSAGE_BYTES) return 'too-long';
    const end = HEAD_BYTES + length;
    if (this.#length < end) return undefined;
    const all = this.#joined();
    const rest = all.subarray(end);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return { type: all[0] ?? 0, body: all.subarray(HEAD_BYTES, end), whole: all.subarray(0, end) };
  }

  #joined(): Buffer {
    const [first] = this.#parts;
    const all = first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }
}
