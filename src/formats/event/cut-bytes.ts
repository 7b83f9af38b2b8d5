const utf8 = new TextEncoder();
const text = new TextDecoder('utf-8', { ignoreBOM: true });
const ELLIPSIS = '…';

/** How many octets a text has in UTF-8. */
export function byteLengthOf(value: string): number {
  return utf8.encode(value).length;
}

/** A text of no more octets in UTF-8, ending in `…` where something had to go; never half a character. @param most at least 3 */
export function cutBytes(value: string, most: number): string {
  const octets = utf8.encode(value);
  if (octets.length <= most) return value;
  let end = most - byteLengthOf(ELLIPSIS);
  // 10xxxxxx goes on what began before.
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return text.decode(octets.subarray(0, end)) + ELLIPSIS;
}
