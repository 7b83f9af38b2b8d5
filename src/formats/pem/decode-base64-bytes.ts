import { wipeable } from '../keystore/wipeable.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const INVALID = 0xff;
const SPACE = 0xfe;
const PADDING = 0x3d;

const VALUES: Uint8Array = new Uint8Array(256).fill(INVALID);
for (const [value, character] of [...ALPHABET].entries()) VALUES[character.charCodeAt(0)] = value;
for (const space of '\t\n\v\f\r ') VALUES[space.charCodeAt(0)] = SPACE;

/**
 * Decodes base64 with padding and optional white space; undefined if it is not valid. For secrets:
 * it creates no string, and the caller can overwrite the result.
 * @see RFC 4648 section 4
 */
export function decodeBase64Bytes(base64: Buffer): Buffer | undefined {
  const bytes = wipeable(Math.floor((base64.length / 4) * 3) + 3);
  let length = 0;
  let bits = 0;
  let characters = 0;
  let padding = 0;
  for (const byte of base64) {
    const value = VALUES[byte] ?? INVALID;
    if (value === SPACE) continue;
    if (byte === PADDING) padding += 1;
    else if (value === INVALID || padding > 0) return wipeInvalid(bytes);
    characters += 1;
    bits = ((bits << 6) | (byte === PADDING ? 0 : value)) & 0xff_ffff;
    if (characters % 4 === 0) length = bytes.writeUIntBE(bits, length, 3);
  }
  if (characters % 4 !== 0 || padding > 2) return wipeInvalid(bytes);
  return bytes.subarray(0, length - padding);
}

/** Overwrites the result of invalid base64. */
function wipeInvalid(bytes: Buffer): undefined {
  bytes.fill(0);
  return undefined;
}
