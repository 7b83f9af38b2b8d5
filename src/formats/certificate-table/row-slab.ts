import type { VisibleWriter } from '../terminal/visible-writer.ts';

const NO_TEXTS: readonly string[] = [];

/**
 * A byte array that contains many rows. Numbers are little-endian. A text begins with its doubled
 * length, plus one for UTF-16.
 */
export class RowSlab {
  readonly #bytes: Buffer;
  /**
   * The starts of the lists of the last row, the first list at index 0: several lists of a row are
   * often read in succession.
   */
  readonly #lists: number[] = [-1];
  #listsKnown = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(at: number): number {
    return this.#bytes.readDoubleLE(at);
  }

  /** Returns the first 30 bits as a small integer. */
  digest(at: number): number {
    const bytes = this.#bytes;
    const last = (bytes[at + 3] ?? 0) >> 2;
    return ((bytes[at] ?? 0) << 22) | ((bytes[at + 1] ?? 0) << 14) | ((bytes[at + 2] ?? 0) << 6) | last;
  }

  /** Returns upper-case hex; empty if all bytes are zero. */
  hex(at: number, length: number): string {
    const end = at + length;
    let first = at;
    while (first < end && this.#bytes[first] === 0) first++;
    return first === end ? '' : this.#bytes.toString('hex', at, end).toUpperCase();
  }

  /** Writes the result of `hex`. */
  writeHex(at: number, length: number, out: VisibleWriter): void {
    const end = at + length;
    let first = at;
    while (first < end && this.#bytes[first] === 0) first++;
    if (first < end) out.hex(this.#bytes, at, end);
  }

  /**
   * Returns the texts of the list that follows `skipped` other lists. The first list starts at
   * `from`.
   */
  texts(from: number, skipped: number): readonly string[] {
    const list = this.#listAt(from, skipped);
    let count = this.#number(list);
    if (count === 0) return NO_TEXTS;
    const bytes = this.#bytes;
    const texts: string[] = [];
    for (let at = this.#afterNumber(list); count > 0; count--) {
      const head = this.#number(at);
      const start = this.#afterNumber(at);
      at = start + (head >>> 1);
      texts.push(bytes.toString(head % 2 === 0 ? 'latin1' : 'utf16le', start, at));
    }
    return texts;
  }

  /** Writes these texts, separated by a comma and a space. */
  writeTexts(from: number, skipped: number, out: VisibleWriter): void {
    const list = this.#listAt(from, skipped);
    const count = this.#number(list);
    const bytes = this.#bytes;
    let at = this.#afterNumber(list);
    for (let text = 0; text < count; text++) {
      if (text > 0) out.text(', ');
      const head = this.#number(at);
      const start = this.#afterNumber(at);
      at = start + (head >>> 1);
      if (head % 2 === 0) out.latin1(bytes, start, at);
      else out.text(bytes.toString('utf16le', start, at));
    }
  }

  /** Returns the start of the list that follows `skipped` other lists. */
  #listAt(from: number, skipped: number): number {
    const lists = this.#lists;
    if (lists[0] !== from) this.#listsKnown = 0;
    lists[0] = from;
    for (; this.#listsKnown < skipped; this.#listsKnown++) {
      let at = lists[this.#listsKnown] ?? from;
      let count = this.#number(at);
      at = this.#afterNumber(at);
      for (; count > 0; count--) at = this.#afterNumber(at) + (this.#number(at) >>> 1);
      lists[this.#listsKnown + 1] = at;
    }
    return lists[skipped] ?? from;
  }

  /** Reads a number of variable length: seven bits in each byte, the lowest first. */
  #number(start: number): number {
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

  /** Returns the offset after a number. */
  #afterNumber(start: number): number {
    let at = start;
    while ((this.#bytes[at] ?? 0) >= 0x80) at++;
    return at + 1;
  }
}
