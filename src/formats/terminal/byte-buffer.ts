/** Upper-case hex digits, as bytes. */
const HEX_DIGITS: Buffer = Buffer.from('0123456789ABCDEF');

/**
 * Returns a buffer with the same bytes and room for `addedBytes` bytes after the first `length`. It
 * is the same buffer, or a new one of at least twice the size.
 */
export function ensureCapacity(bytes: Buffer, length: number, addedBytes: number): Buffer {
  if (length + addedBytes <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, length + addedBytes));
  bytes.copy(larger, 0, 0, length);
  return larger;
}

/**
 * Writes bytes as upper-case hex at an offset; there must be room. Returns the offset after them.
 */
export function writeHex(bytes: Buffer, from: number, to: number, target: Buffer, offset: number): number {
  let end = offset;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    target[end++] = HEX_DIGITS[byte >> 4] ?? 0;
    target[end++] = HEX_DIGITS[byte & 0xf] ?? 0;
  }
  return end;
}
