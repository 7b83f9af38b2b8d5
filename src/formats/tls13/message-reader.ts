/** The types of handshake messages. @see RFC 8446 section 4 */
export const HANDSHAKE_TYPE = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  certificateRequest: 13,
  certificateVerify: 15,
  finished: 20,
} as const;

const HEADER_BYTES = 4;
/** The maximum length of a message, bytes; OpenSSL has the same limit for certificates. */
const MAX_MESSAGE_BYTES = 102_400;

/** A handshake message. */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Buffer;
  /** With its header, for the transcript. */
  readonly bytes: Buffer;
}

/** Returns a handshake message with its header. */
export function encodeMessage(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = type;
  header.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([header, body]);
}

/**
 * A reader that joins messages from the contents of records. Between records it stores at most one
 * incomplete message, whose length is limited, if each message is taken with `next`.
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
  next(): HandshakeMessage | 'too-long' | undefined {
    if (this.#length < HEADER_BYTES) return undefined;
    const [first] = this.#parts;
    if (first === undefined) return undefined;
    const length = (first.length < HEADER_BYTES ? this.#joinParts() : first).readUIntBE(1, 3);
    if (length > MAX_MESSAGE_BYTES) return 'too-long';
    const end = HEADER_BYTES + length;
    if (this.#length < end) return undefined;
    const bytes = this.#joinParts();
    const rest = bytes.subarray(end);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return { type: bytes[0] ?? 0, body: bytes.subarray(HEADER_BYTES, end), bytes: bytes.subarray(0, end) };
  }

  /** Returns all received bytes as one buffer. */
  #joinParts(): Buffer {
    const [first] = this.#parts;
    const bytes = first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    this.#parts = [bytes];
    return bytes;
  }
}
