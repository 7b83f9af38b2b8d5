/** Returns bytes with their length before them. @see RFC 8446 section 3.4 */
export function vector(lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(lengthBytes);
  head.writeUIntBE(
    parts.reduce((sum, { length }) => sum + length, 0),
    0,
    lengthBytes,
  );
  return Buffer.concat([head, ...parts]);
}

/** Returns numbers of two bytes each. */
export function uint16s(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * numbers.length);
  numbers.forEach((number, index) => void bytes.writeUInt16BE(number, 2 * index));
  return bytes;
}

/** A reader of fields in sequence. A missing field is zero or empty, and sets `isShort`. */
export class VectorReader {
  readonly #bytes: Buffer;
  #at = 0;
  #isShort = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** True if all fields existed, and no data is left. */
  get isExact(): boolean {
    return !this.#isShort && this.left === 0;
  }

  get isShort(): boolean {
    return this.#isShort;
  }

  number(byteCount: 1 | 2 | 3): number {
    const field = this.bytes(byteCount);
    return this.#isShort ? 0 : field.readUIntBE(0, byteCount);
  }

  bytes(count: number): Buffer {
    if (count > this.left) {
      this.#isShort = true;
      this.#at = this.#bytes.length;
    }
    const from = this.#at;
    this.#at = this.#isShort ? from : from + count;
    return this.#bytes.subarray(from, this.#at);
  }

  vector(lengthBytes: 1 | 2 | 3): Buffer {
    return this.bytes(this.number(lengthBytes));
  }
}
