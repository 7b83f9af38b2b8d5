const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const ELLIPSIS = '…';

/** Returns the length of a text in UTF-8, bytes. */
export function byteLengthOf(value: string): number {
  return encoder.encode(value).length;
}

/** A text of limited length. */
export interface CutText {
  readonly text: string;
  /** True if the end is missing; `text` then ends with `…`. */
  readonly isCut: boolean;
}

/**
 * Cuts a text to a length in UTF-8, at a character boundary.
 * @param maxBytes the maximum length, bytes; at least 3, the length of `…`
 */
export function cutBytes(value: string, maxBytes: number): CutText {
  const bytes = encoder.encode(value);
  if (bytes.length <= maxBytes) return { text: value, isCut: false };
  let end = maxBytes - byteLengthOf(ELLIPSIS);
  // A byte 10xxxxxx continues a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: decoder.decode(bytes.subarray(0, end)) + ELLIPSIS, isCut: true };
}
