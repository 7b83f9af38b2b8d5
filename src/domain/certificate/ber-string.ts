const UTF8 = 0x0c;
/** Tags of Numeric, Printable, T61, IA5, Visible and General strings: one byte per character. */
const SINGLE_BYTE: ReadonlySet<number> = new Set([0x12, 0x13, 0x14, 0x16, 0x1a, 0x1b]);
/** Bytes per character, by tag: Universal and BMP strings. */
const WIDE: ReadonlyMap<number, number> = new Map([
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
 * Returns the contents of one encoding of tag, length and contents, or undefined if it is malformed
 * or has trailing data.
 */
function contentsOf(bytes: readonly number[]): readonly number[] | undefined {
  const [, short = 0x80] = bytes;
  if (short < 0x80) return bytes.length === 2 + short ? bytes.slice(2) : undefined;
  const count = short & 0x7f;
  if (count === 0 || count > 4 || bytes.length < 2 + count) return undefined;
  const length = bytes.slice(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + count + length ? bytes.slice(2 + count) : undefined;
}

/**
 * Returns the text of a string given as the hex digits of its encoding, which follow `#` in a name.
 * Returns undefined if the text is not hex, is malformed, or is not a string type.
 * @see RFC 4514 section 2.4
 */
export function decodeBerString(hex: string): string | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(hex)) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < hex.length; at += 2) bytes.push(Number.parseInt(hex.slice(at, at + 2), 16));
  const [tag = 0] = bytes;
  const contents = contentsOf(bytes);
  if (contents === undefined) return undefined;
  if (tag === UTF8) return decodeUtf8(contents);
  const width = SINGLE_BYTE.has(tag) ? 1 : WIDE.get(tag);
  if (width === undefined || contents.length % width !== 0) return undefined;
  const characters: string[] = [];
  for (let at = 0; at < contents.length; at += width) {
    const code = contents.slice(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);
    if (code > 0x10ffff) return undefined;
    // BMP strings can contain UTF-16 surrogates, which must not be changed.
    characters.push(width === 2 ? String.fromCharCode(code) : String.fromCodePoint(code));
  }
  return characters.join('');
}
