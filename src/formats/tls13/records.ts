/** What a record is about. @see RFC 8446 section 5.1 */
export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, application: 23 } as const;

/** Of its head: the type, a version that means nothing any more, the length. */
const HEAD_OCTETS = 5;
/** What one record may say, octets. */
export const LONGEST_PLAIN = 0x4000;
/** With what it is longer by when it is protected. */
const LONGEST = LONGEST_PLAIN + 256;

export interface TlsRecord {
  readonly type: number;
  readonly head: Buffer;
  readonly body: Buffer;
}

/** A record in the clear. */
export function plainRecord(type: number, version: number, body: Buffer): Buffer {
  return Buffer.concat([recordHead(type, version, body.length), body]);
}

export function recordHead(type: number, version: number, length: number): Buffer {
  const head = Buffer.alloc(HEAD_OCTETS);
  head[0] = type;
  head.writeUInt16BE(version, 1);
  head.writeUInt16BE(length, 3);
  return head;
}

/** Cuts what comes into records. It keeps no more than one. */
export class RecordReader {
  #rest: Buffer = Buffer.alloc(0);

  add(octets: Buffer): void {
    this.#rest = this.#rest.length === 0 ? octets : Buffer.concat([this.#rest, octets]);
  }

  /** undefined: more has to come first; `too-long`: more than a record may have. */
  next(): TlsRecord | 'too-long' | undefined {
    if (this.#rest.length < HEAD_OCTETS) return undefined;
    const length = this.#rest.readUInt16BE(3);
    if (length > LONGEST) return 'too-long';
    const end = HEAD_OCTETS + length;
    if (this.#rest.length < end) return undefined;
    const head = this.#rest.subarray(0, HEAD_OCTETS);
    const body = this.#rest.subarray(HEAD_OCTETS, end);
    this.#rest = this.#rest.subarray(end);
    return { type: head[0] ?? 0, head, body };
  }
}
