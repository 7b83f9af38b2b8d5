const NO_BYTES: Buffer = Buffer.alloc(0);

/**
 * A reader that steps through DER in its usual form: a tag of one byte, and a length of one byte,
 * or of one or two bytes after 0x81 or 0x82. A length in a longer form than needed is accepted, as
 * OpenSSL does. Any other form, or an element that exceeds its container, is rejected; `DerReader`
 * gives the reason.
 * @see DerReader
 */
export class DerSteps {
  /** Set before use. */
  der: Buffer = NO_BYTES;
  /** The contents of the current element. */
  start = 0;
  end = 0;

  /**
   * Steps over the element at `head`, which must end at `limit` or before. Returns its tag; 0 if it
   * is rejected.
   */
  element(head: number, limit: number): number {
    const { der } = this;
    if (head + 2 > limit) return 0;
    const tag = der[head] ?? 0;
    let length = der[head + 1] ?? 0;
    let start = head + 2;
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

  /** Steps over the element at `head`, which must end exactly at `limit`. Returns its tag, or 0. */
  lastElement(head: number, limit: number): number {
    const tag = this.element(head, limit);
    return this.end === limit ? tag : 0;
  }

  /** Returns true if two ranges have equal bytes. */
  areEqual(from: number, to: number, otherFrom: number, otherTo: number): boolean {
    if (to - from !== otherTo - otherFrom) return false;
    const { der } = this;
    for (let at = 0; at < to - from; at++) if (der[from + at] !== der[otherFrom + at]) return false;
    return true;
  }
}
