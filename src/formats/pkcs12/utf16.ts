import { wipeable } from '../keystore/wipeable.ts';

const REPLACEMENT = 0xfffd;

/**
 * Converts UTF-8 to UTF-16 big-endian; invalid bytes become U+FFFD. Does not use a string, which
 * could not be overwritten.
 * @see RFC 3629 section 4
 */
export function utf16(utf8: Buffer): Buffer {
  // No byte becomes more than one code unit.
  const units = wipeable(utf8.length * 2);
  let length = 0;
  for (let at = 0; at < utf8.length; ) {
    const { point, byteCount } = pointAt(utf8, at);
    at += byteCount;
    if (point < 0x1_0000) length = units.writeUInt16BE(point, length);
    else {
      length = units.writeUInt16BE(0xd800 + ((point - 0x1_0000) >>> 10), length);
      length = units.writeUInt16BE(0xdc00 + ((point - 0x1_0000) & 0x3ff), length);
    }
  }
  return units.subarray(0, length);
}

/**
 * Returns the code point at an offset and its length, bytes; for an invalid one, the length of its
 * valid start.
 */
function pointAt(utf8: Buffer, at: number): { readonly point: number; readonly byteCount: number } {
  const first = utf8[at] ?? 0;
  if (first < 0x80) return { point: first, byteCount: 1 };
  const following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return { point: REPLACEMENT, byteCount: 1 };
  let point = first & (0x3f >> following);
  for (let index = 1; index <= following; index += 1) {
    const byte = utf8[at + index] ?? 0;
    const [lowest, highest] = index === 1 ? secondBytes(first) : [0x80, 0xbf];
    if (byte < lowest || byte > highest) return { point: REPLACEMENT, byteCount: index };
    point = point * 64 + (byte & 0x3f);
  }
  return { point, byteCount: following + 1 };
}

/**
 * Returns the range of a second byte, without overlong forms, surrogates, and values beyond
 * U+10FFFF.
 */
function secondBytes(first: number): readonly [number, number] {
  switch (first) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return [0x80, 0xbf];
  }
}
