import type { VisibleWriter } from '../terminal/visible-writer.ts';

const NO_TEXTS: readonly string[] = [];

/** Octets in which many rows stand. Numbers are little-endian; a text is its length, doubled, plus one where it is UTF-16. */
export class RowSlab {
  readonly #bytes: Buffer;
  /** Where the lists start that were come by last, the first of them in the first place: a row is asked for several. */
  readonly #lists: number[] = [-1];
  #listsKnown = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(at: number): number {
    return this.#bytes.readDoubleLE(at);
  }

  /** The first thirty bits, as a small integer. */
  digest(at: number): number {
    const bytes = this.#bytes;
    const last = (bytes[at + 3] ?? 0) >> 2;
    return ((bytes[at] ?? 0) << 22) | ((bytes[at + 1] ?? 0) << 14) | ((bytes[at + 2] ?? 0) << 6) | last;
  }

  /** Upper-case hex; empty where all octets are zero. */
  hex(at: number, length: number): string {
    const end = at + length;
    let octet = at;
    while (octet < end && this.#bytes[octet] === 0) octet++;
    return octet === end ? '' : this.#bytes.toString('hex', at, end).toUpperCase();
  }

  /** The same, written. */
  writeHex(at: number, length: number, out: VisibleWriter): void {
    const end = at + length;
    let octet = at;
    while (octet < end && this.#bytes[octet] === 0) octet++;
    if (octet < end) out.hex(this.#bytes, at, end);
  }

  /** The texts of the list that follows `skipped` others, the first of which starts at `from`. */
  texts(from: number, skipped: number): readonly string[] {
    const list = this.#listAt(from, skipped);
    let count = this.#number(list);
    if (count === 0) return NO_TEXTS;
    const bytes = this.#bytes;
    const texts: string[] = [];
    for (let at = this.#behind(list); count > 0; count--) {
      const head = this.#number(at);
      const start = this.#behind(at);
      at = start + (head >>> 1);
      texts.push(bytes.toString(head % 2 === 0 ? 'latin1' : 'utf16le', start, at));
    }
    return texts;
  }

  /** The same, written, a comma and a space between. */
  writeTexts(from: number, skipped: number, out: VisibleWriter): void {
    const list = this.#listAt(from, skipped);
    const count = this.#number(list);
    const bytes = this.#bytes;
    let at = this.#behind(list);
    for (let text = 0; text < count; text++) {
      if (text > 0) out.text(', ');
      const head = this.#number(at);
      const start = this.#behind(at);
      at = start + (head >>> 1);
      if (head % 2 === 0) out.latin1(bytes, start, at);
      else out.text(bytes.toString('utf16le', start, at));
    }
  }

  /** Where the list that follows `skipped` others starts. */
  #listAt(from: number, skipped: number): number {
    const lists = this.#lists;
    if (lists[0] !== from) this.#listsKnown = 0;
    lists[0] = from;
    for (; this.#listsKnown < skipped; this.#listsKnown++) {
      let at = lists[this.#listsKnown] ?? from;
      let count = this.#number(at);
      at = this.#behind(at);
      for (; count > 0; count--) at = this.#behind(at) + (this.#number(at) >>> 1);
      lists[this.#listsKnown + 1] = at;
    }
    return lists[skipped] ?? from;
  }

  /** A number of as many octets as it takes. */
  #number(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    let octet = bytes[at] ?? 0;
    if (octet < 0x80) return octet;
    let value = octet & 0x7f;
    for (let scale = 0x80; octet >= 0x80; scale *= 0x80) {
      octet = bytes[++at] ?? 0;
      value += (octet & 0x7f) * scale;
    }
    return value;
  }

  /** Where what follows a number starts. */
  #behind(start: number): number {
    let at = start;
    while ((this.#bytes[at] ?? 0) >= 0x80) at++;
    return at + 1;
  }
}
