/** What a message of the handshake is. @see RFC 8446 section 4 */
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

const HEAD_OCTETS = 4;
/** OpenSSL takes no more of certificates, either. */
const LONGEST = 102_400;

export interface Message {
  readonly type: number;
  readonly body: Buffer;
  /** With its head: what the transcript is made of. */
  readonly whole: Buffer;
}

export function message(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_OCTETS);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([head, body]);
}

/** Puts messages together of what records bring. It keeps no more than one, which is bounded. */
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

  /** undefined: more has to come first; `too-long`: no such message is waited for. */
  next(): Message | 'too-long' | undefined {
    if (this.#length < HEAD_OCTETS) return undefined;
    const [first] = this.#parts;
    if (first === undefined) return undefined;
    const length = (first.length < HEAD_OCTETS ? this.#joined() : first).readUIntBE(1, 3);
    if (length > LONGEST) return 'too-long';
    const end = HEAD_OCTETS + length;
    if (this.#length < end) return undefined;
    const all = this.#joined();
    const rest = all.subarray(end);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return { type: all[0] ?? 0, body: all.subarray(HEAD_OCTETS, end), whole: all.subarray(0, end) };
  }

  #joined(): Buffer {
    const [first] = this.#parts;
    const all = first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }
}
