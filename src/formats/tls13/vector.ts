/** Returns bytes with their length before them. @see RFC 8446 section 3.4 */
export function encodeVector(lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Buffer {
  const lengthField = Buffer.alloc(lengthBytes);
  lengthField.writeUIntBE(
    parts.reduce((sum, { length }) => sum + length, 0),
    0,
    lengthBytes,
  );
  return Buffer.concat([lengthField, ...parts]);
}

/** Returns numbers of two bytes each. */
export function encodeUint16s(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * numbers.length);
  numbers.forEach((value, index) => void bytes.writeUInt16BE(value, 2 * index));
  return bytes;
}

/** A reader of fields in sequence. A missing field is zero or empty, and sets `isTruncated`. */
export class VectorReader {
  readonly #bytes: Buffer;
  #offset = 0;
  #isTruncated = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remainingBytes(): number {
    return this.#bytes.length - this.#offset;
  }

  /** True if all fields existed, and no data remains. */
  get isFullyRead(): boolean {
    return !this.#isTruncated && this.remainingBytes === 0;
  }

  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  uint(byteCount: 1 | 2 | 3): number {
    const field = this.bytes(byteCount);
    return this.#isTruncated ? 0 : field.readUIntBE(0, byteCount);
  }

  bytes(count: number): Buffer {
    if (count > this.remainingBytes) {
      this.#isTruncated = true;
      this.#offset = this.#bytes.length;
    }
    const start = this.#offset;
    this.#offset = this.#isTruncated ? start : start + count;
    return this.#bytes.subarray(start, this.#offset);
  }

  vector(lengthBytes: 1 | 2 | 3): Buffer {
    return this.bytes(this.uint(lengthBytes));
  }
}
