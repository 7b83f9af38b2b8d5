import { wipeable } from '../keystore/wipeable.ts';

const REPLACEMENT = 0xfffd;

/**
 * Converts UTF-8 to UTF-16 big-endian; invalid bytes become U+FFFD. Does not use a string, which
 * could not be overwritten.
 * @see RFC 3629 section 4
 */
export function utf8ToUtf16(utf8: Buffer): Buffer {
  // No byte becomes more than one code unit.
  const units = wipeable(utf8.length * 2);
  let length = 0;
  for (let at = 0; at < utf8.length; ) {
    const { codePoint, byteCount } = codePointAt(utf8, at);
    at += byteCount;
    if (codePoint < 0x1_0000) length = units.writeUInt16BE(codePoint, length);
    else {
      length = units.writeUInt16BE(0xd800 + ((codePoint - 0x1_0000) >>> 10), length);
      length = units.writeUInt16BE(0xdc00 + ((codePoint - 0x1_0000) & 0x3ff), length);
    }
  }
  return units.subarray(0, length);
}

/**
 * Returns the code point at an offset and its length, bytes. For an invalid code point, returns
 * U+FFFD and the length of the valid start.
 */
function codePointAt(utf8: Buffer, at: number): { readonly codePoint: number; readonly byteCount: number } {
  const first = utf8[at] ?? 0;
  if (first < 0x80) return { codePoint: first, byteCount: 1 };
  if (first < 0xc2 || first > 0xf4) return { codePoint: REPLACEMENT, byteCount: 1 };
  const following = followingBytes(first);
  let codePoint = first & (0x3f >> following);
  for (let index = 1; index <= following; index += 1) {
    const byte = utf8[at + index] ?? 0;
    const [lowest, highest] = index === 1 ? secondByteRange(first) : [0x80, 0xbf];
    if (byte < lowest || byte > highest) return { codePoint: REPLACEMENT, byteCount: index };
    codePoint = codePoint * 64 + (byte & 0x3f);
  }
  return { codePoint, byteCount: following + 1 };
}

/** Returns the number of bytes after the first byte of a code point. */
function followingBytes(first: number): number {
  if (first >= 0xf0) return 3;
  return first >= 0xe0 ? 2 : 1;
}

/**
 * Returns the range of a second byte, without overlong forms, surrogates, and values beyond
 * U+10FFFF.
 */
function secondByteRange(first: number): readonly [number, number] {
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
