const MAX_CODE_POINT = 0x10ffff;
/** Tag of a UTF8String. */
const UTF8_TAG = 0x0c;
/**
 * Tags of NumericString, PrintableString, T61String, IA5String, VisibleString and GeneralString.
 */
const SINGLE_BYTE_TAGS: ReadonlySet<number> = new Set([0x12, 0x13, 0x14, 0x16, 0x1a, 0x1b]);
/** Bytes per character of UniversalString and BMPString, by tag. */
const WIDE_CHARACTER_BYTES: ReadonlyMap<number, number> = new Map([
  [0x1c, 4],
  [0x1e, 2],
]);

/** Returns bytes decoded as UTF-8, or undefined if they are not valid UTF-8. */
export function decodeUtf8(bytes: readonly number[]): string | undefined {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
}

/**
 * Returns the contents of a BER value (tag, length, contents), or undefined if the value is
 * malformed or has trailing data.
 */
function contentsOf(bytes: readonly number[]): readonly number[] | undefined {
  const [, lengthByte = 0x80] = bytes;
  if (lengthByte < 0x80) return bytes.length === 2 + lengthByte ? bytes.slice(2) : undefined;
  const lengthOfLength = lengthByte & 0x7f;
  if (lengthOfLength === 0 || lengthOfLength > 4 || bytes.length < 2 + lengthOfLength) return undefined;
  const length = bytes.slice(2, 2 + lengthOfLength).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + lengthOfLength + length ? bytes.slice(2 + lengthOfLength) : undefined;
}

/**
 * Returns the text of a BER string. Returns undefined if the digits are not hex, or if the value is
 * malformed or is not a string.
 * @param hex the hex digits that follow `#` in a distinguished name
 * @see RFC 4514 section 2.4
 */
export function decodeBerString(hex: string): string | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(hex)) return undefined;
  const bytes: number[] = [];
  for (let index = 0; index < hex.length; index += 2) bytes.push(Number.parseInt(hex.slice(index, index + 2), 16));
  const [tag = 0] = bytes;
  const contents = contentsOf(bytes);
  if (contents === undefined) return undefined;
  if (tag === UTF8_TAG) return decodeUtf8(contents);
  const bytesPerCharacter = SINGLE_BYTE_TAGS.has(tag) ? 1 : WIDE_CHARACTER_BYTES.get(tag);
  if (bytesPerCharacter === undefined || contents.length % bytesPerCharacter !== 0) return undefined;
  const characters: string[] = [];
  for (let index = 0; index < contents.length; index += bytesPerCharacter) {
    const code = contents.slice(index, index + bytesPerCharacter).reduce((sum, byte) => sum * 256 + byte, 0);
    if (code > MAX_CODE_POINT) return undefined;
    // A BMPString can contain UTF-16 surrogate pairs: each half is a unit, not a code point.
    characters.push(bytesPerCharacter === 2 ? String.fromCharCode(code) : String.fromCodePoint(code));
  }
  return characters.join('');
}
