/** The content types of records. @see RFC 8446 section 5.1 */
export const CONTENT_TYPE = { changeCipherSpec: 20, alert: 21, handshake: 22, application: 23 } as const;

/** The length of the header: type, `legacy_record_version`, length. */
const HEADER_BYTES = 5;
/** The maximum length of the plaintext of a record, bytes. */
export const MAX_PLAINTEXT_BYTES = 0x4000;
/** The maximum length of an encrypted record, bytes. */
const MAX_CIPHERTEXT_BYTES = MAX_PLAINTEXT_BYTES + 256;

/** A record with its header. */
export interface TlsRecord {
  readonly type: number;
  readonly header: Buffer;
  readonly body: Buffer;
}

/** Returns an unencrypted record. */
export function encodePlaintextRecord(type: number, version: number, body: Buffer): Buffer {
  return Buffer.concat([encodeRecordHeader(type, version, body.length), body]);
}

/** Returns the header of a record. */
export function encodeRecordHeader(type: number, version: number, length: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = type;
  header.writeUInt16BE(version, 1);
  header.writeUInt16BE(length, 3);
  return header;
}

/**
 * A splitter of received data into records. After `next` returned undefined, it stores less than
 * one record.
 */
export class RecordReader {
  #rest: Buffer = Buffer.alloc(0);

  add(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
  }

  /** Returns the next record; undefined: incomplete; `too-long`: over the limit. */
  next(): TlsRecord | 'too-long' | undefined {
    if (this.#rest.length < HEADER_BYTES) return undefined;
    const length = this.#rest.readUInt16BE(3);
    if (length > MAX_CIPHERTEXT_BYTES) return 'too-long';
    const end = HEADER_BYTES + length;
    if (this.#rest.length < end) return undefined;
    const header = this.#rest.subarray(0, HEADER_BYTES);
    const body = this.#rest.subarray(HEADER_BYTES, end);
    this.#rest = this.#rest.subarray(end);
    return { type: header[0] ?? 0, header, body };
  }
}
