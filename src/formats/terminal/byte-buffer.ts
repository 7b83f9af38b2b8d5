/** Upper-case hex digits, as bytes. */
const HEX_DIGITS: Buffer = Buffer.from('0123456789ABCDEF');

/**
 * Returns a buffer with the same bytes and room for `more` bytes after the first `length`. It is
 * the same buffer, or a new one of at least twice the size.
 */
export function withRoom(bytes: Buffer, length: number, more: number): Buffer {
  if (length + more <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, length + more));
  bytes.copy(larger, 0, 0, length);
  return larger;
}

/**
 * Writes bytes as upper-case hex at an offset; there must be room. Returns the offset after them.
 */
export function putHex(bytes: Buffer, from: number, to: number, into: Buffer, place: number): number {
  let end = place;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    into[end++] = HEX_DIGITS[byte >> 4] ?? 0;
    into[end++] = HEX_DIGITS[byte & 0xf] ?? 0;
  }
  return end;
}
