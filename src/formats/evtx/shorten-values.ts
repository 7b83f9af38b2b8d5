import { type EvtxValue, VALUE_TYPES } from './evtx-value.ts';

const ELLIPSIS = Buffer.from('…', 'utf16le');

/** Cuts a string to a number of bytes, between two characters. A cut string ends with `…`. */
function cutString(value: EvtxValue, maxBytes: number): EvtxValue {
  const { type, bytes } = value;
  if (type !== VALUE_TYPES.string || bytes.length <= maxBytes) return value;
  let end = maxBytes - (maxBytes % 2) - ELLIPSIS.length;
  // A high surrogate at the end would lose its second half.
  if (end >= 2 && (bytes.readUInt16LE(end - 2) & 0xfc00) === 0xd800) end -= 2;
  return { type, bytes: Buffer.concat([bytes.subarray(0, Math.max(0, end)), ELLIPSIS]) };
}

/** Returns the number of bytes of all values together. */
export function totalBytes(values: readonly EvtxValue[]): number {
  return values.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/**
 * Shortens the longest strings equally, so that all values together have at most `maxBytes`. Other
 * strings stay whole.
 */
export function shortenValues(values: readonly EvtxValue[], maxBytes: number): readonly EvtxValue[] {
  if (totalBytes(values) <= maxBytes) return values;
  const sizes = values.map(({ bytes }) => bytes.length).sort((a, b) => a - b);
  let left = maxBytes;
  let limit = 0;
  for (const [index, size] of sizes.entries()) {
    limit = Math.floor(left / (sizes.length - index));
    if (size > limit) break;
    left -= size;
  }
  return values.map((value) => cutString(value, limit));
}
