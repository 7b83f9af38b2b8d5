import type { VisibleWriter } from '../terminal/visible-writer.ts';

const NO_TEXTS: readonly string[] = [];

/** @param header the header of a text */
function byteLengthOf(header: number): number {
  return header >>> 1;
}

/** @param header the header of a text */
function isUtf16(header: number): boolean {
  return header % 2 === 1;
}

/**
 * A byte array that contains many rows. A row has fields with a fixed length, then its lists of
 * texts. Callers know the offset of each field, and of the first list (`firstList`). The `write…`
 * methods write a value to an output without creating a string.
 * - A number with a fixed length is little-endian.
 * - A text is a varint header, then the bytes. The header is the length in bytes × 2, plus 1 if the
 *   text is UTF-16; otherwise it is Latin-1.
 * - A list of texts is a varint with the number of its texts, then the texts.
 */
export class RowSlab {
  readonly #bytes: Buffer;
  /**
   * The offsets of the lists of the row that was read last, up to the index `#lastKnownList`. They
   * are cached, because the fields of a row are often read one after the other.
   */
  readonly #listStarts: number[] = [-1];
  #lastKnownList = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Returns the instant at an offset, which is stored as a double. */
  instant(offset: number): number {
    return this.#bytes.readDoubleLE(offset);
  }

  /**
   * Returns the first 30 bits at an offset, the most significant bit first. The result is a small
   * integer in V8, so that comparisons allocate nothing. Hashes with other first bits differ.
   */
  prefix30(offset: number): number {
    const bytes = this.#bytes;
    const lastBits = (bytes[offset + 3] ?? 0) >> 2;
    return ((bytes[offset] ?? 0) << 22) | ((bytes[offset + 1] ?? 0) << 14) | ((bytes[offset + 2] ?? 0) << 6) | lastBits;
  }

  /** Returns upper-case hex; empty if all bytes are zero, as for an unknown hash. */
  hex(start: number, length: number): string {
    const end = start + length;
    return this.#isAllZero(start, end) ? '' : this.#bytes.toString('hex', start, end).toUpperCase();
  }

  /** Writes upper-case hex; nothing if all bytes are zero, as for an unknown hash. */
  writeHex(start: number, length: number, out: VisibleWriter): void {
    const end = start + length;
    if (!this.#isAllZero(start, end)) out.writeHex(this.#bytes, start, end);
  }

  #isAllZero(start: number, end: number): boolean {
    let at = start;
    while (at < end && this.#bytes[at] === 0) at++;
    return at === end;
  }

  /**
   * Returns the texts of a list.
   * @param firstList the offset of the first list of the row
   * @param index the position of the list in its row, from 0
   */
  texts(firstList: number, index: number): readonly string[] {
    const list = this.#listStart(firstList, index);
    let textsLeft = this.#varint(list);
    if (textsLeft === 0) return NO_TEXTS;
    const bytes = this.#bytes;
    const texts: string[] = [];
    for (let at = this.#afterVarint(list); textsLeft > 0; textsLeft--) {
      const header = this.#varint(at);
      const start = this.#afterVarint(at);
      at = start + byteLengthOf(header);
      texts.push(bytes.toString(isUtf16(header) ? 'utf16le' : 'latin1', start, at));
    }
    return texts;
  }

  /**
   * Writes the texts of a list, separated by a comma and a space. The parameters are as for
   * `texts`.
   */
  writeTexts(firstList: number, index: number, out: VisibleWriter): void {
    const list = this.#listStart(firstList, index);
    const textCount = this.#varint(list);
    const bytes = this.#bytes;
    let at = this.#afterVarint(list);
    for (let text = 0; text < textCount; text++) {
      if (text > 0) out.writeText(', ');
      const header = this.#varint(at);
      const start = this.#afterVarint(at);
      at = start + byteLengthOf(header);
      if (isUtf16(header)) out.writeText(bytes.toString('utf16le', start, at));
      else out.writeLatin1(bytes, start, at);
    }
  }

  /** Returns the offset of a list. The parameters are as for `texts`. */
  #listStart(firstList: number, index: number): number {
    const starts = this.#listStarts;
    if (starts[0] !== firstList) {
      // This is another row, of which only the first list is known.
      starts[0] = firstList;
      this.#lastKnownList = 0;
    }
    for (; this.#lastKnownList < index; this.#lastKnownList++) {
      let at = starts[this.#lastKnownList] ?? firstList;
      let textsLeft = this.#varint(at);
      at = this.#afterVarint(at);
      for (; textsLeft > 0; textsLeft--) at = this.#afterVarint(at) + byteLengthOf(this.#varint(at));
      starts[this.#lastKnownList + 1] = at;
    }
    return starts[index] ?? firstList;
  }

  /**
   * Reads a varint: seven bits in each byte, the least significant bits first. The highest bit is
   * set in all bytes except the last.
   * @see https://protobuf.dev/programming-guides/encoding/#varints
   */
  #varint(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    let byte = bytes[at] ?? 0;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = bytes[++at] ?? 0;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  /** Returns the offset after a varint. */
  #afterVarint(start: number): number {
    let at = start;
    while ((this.#bytes[at] ?? 0) >= 0x80) at++;
    return at + 1;
  }
}
