/** Returns bytes with their length before them. @see RFC 8446 section 3.4 */
export function vector(lengthOctets: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(lengthOctets);
  head.writeUIntBE(
    parts.reduce((sum, { length }) => sum + length, 0),
    0,
    lengthOctets,
  );
  return Buffer.concat([head, ...parts]);
}

/** Returns numbers of two bytes each. */
export function uint16s(...numbers: readonly number[]): Buffer {
  const octets = Buffer.alloc(2 * numbers.length);
  numbers.forEach((number, index) => void octets.writeUInt16BE(number, 2 * index));
  return octets;
}

/** A reader of fields in sequence. A missing field is zero or empty, and sets `isShort`. */
export class VectorReader {
  readonly #octets: Buffer;
  #at = 0;
  #isShort = false;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  /** True if all fields existed, and no data is left. */
  get isExact(): boolean {
    return !this.#isShort && this.left === 0;
  }

  get isShort(): boolean {
    return this.#isShort;
  }

  number(octets: 1 | 2 | 3): number {
    const field = this.octets(octets);
    return this.#isShort ? 0 : field.readUIntBE(0, octets);
  }

  octets(count: number): Buffer {
    if (count > this.left) {
      this.#isShort = true;
      this.#at = this.#octets.length;
    }
    const from = this.#at;
    this.#at = this.#isShort ? from : from + count;
    return this.#octets.subarray(from, this.#at);
  }

  vector(lengthOctets: 1 | 2 | 3): Buffer {
    return this.octets(this.number(lengthOctets));
  }
}
