const NO_TEXTS: readonly string[] = [];

/** Octets in which many rows stand. Numbers are little-endian; a text is its length, doubled, plus one where it is UTF-16. */
export class RowSlab {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(at: number): number {
    return this.#bytes.readDoubleLE(at);
  }

  /** Thirty bits, as a small integer. */
  digest(at: number): number {
    return this.#bytes.readUInt32BE(at) >>> 2;
  }

  /** Upper-case hex; empty where all octets are zero. */
  hex(at: number, length: number): string {
    const end = at + length;
    let octet = at;
    while (octet < end && this.#bytes[octet] === 0) octet++;
    return octet === end ? '' : this.#bytes.toString('hex', at, end).toUpperCase();
  }

  /** The texts of the list that follows `skipped` others, the first of which starts at `from`. */
  texts(from: number, skipped: number): readonly string[] {
    const bytes = this.#bytes;
    let at = from;
    const next = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const octet = bytes[at++] ?? 0;
        value += (octet & 0x7f) * 2 ** shift;
        if (octet < 0x80) return value;
      }
    };
    for (let list = 0; list < skipped; list++) {
      for (let count = next(); count > 0; count--) {
        const head = next();
        at += head >>> 1;
      }
    }
    const count = next();
    if (count === 0) return NO_TEXTS;
    const texts: string[] = [];
    while (texts.length < count) {
      const head = next();
      const end = at + (head >>> 1);
      texts.push(bytes.toString(head % 2 === 0 ? 'latin1' : 'utf16le', at, end));
      at = end;
    }
    return texts;
  }
}
