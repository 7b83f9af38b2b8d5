const NO_BYTES: Buffer = Buffer.alloc(0);

/**
 * A fast reader of DER elements in the usual form, which creates no objects. The usual form is a
 * tag of one byte, and a length of one byte, or of one or two bytes after 0x81 or 0x82. A longer
 * form of the length than needed is accepted, as OpenSSL does. The reader rejects all other
 * elements without a reason; `DerReader` then reads them, or gives the reason.
 * @see DerReader
 */
export class RegularDerReader {
  /** The bytes to read from. Set before the first read. */
  der: Buffer = NO_BYTES;
  /** The contents of the element that was read last; `end` is exclusive. */
  start = 0;
  end = 0;

  /**
   * Reads the tag and length of the element at `offset`, and sets `start` and `end` to its
   * contents. Returns the tag; 0 if the element is rejected, or ends after `limit`.
   */
  read(offset: number, limit: number): number {
    const { der } = this;
    if (offset + 2 > limit) return 0;
    const tag = der[offset] ?? 0;
    let length = der[offset + 1] ?? 0;
    let start = offset + 2;
    if (length === 0x81) length = der[start++] ?? 0;
    else if (length === 0x82) {
      length = ((der[start] ?? 0) << 8) | (der[start + 1] ?? 0);
      start += 2;
    } else if (length >= 0x80) return 0;
    // A tag with all five lower bits set continues in the next byte.
    if (start + length > limit || (tag & 0x1f) === 0x1f) return 0;
    this.start = start;
    this.end = start + length;
    return tag;
  }

  /** Does the same as `read`, but also rejects an element that ends before `limit`. */
  readLast(offset: number, limit: number): number {
    const tag = this.read(offset, limit);
    return this.end === limit ? tag : 0;
  }

  /** Returns true if two ranges have equal bytes. The ends are exclusive. */
  areEqual(start: number, end: number, otherStart: number, otherEnd: number): boolean {
    if (end - start !== otherEnd - otherStart) return false;
    const { der } = this;
    for (let at = 0; at < end - start; at++) if (der[start + at] !== der[otherStart + at]) return false;
    return true;
  }
}
