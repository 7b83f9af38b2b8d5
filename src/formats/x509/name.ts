import { renderAttribute, renderDistinguishedName } from '../../domain/certificate/render-distinguished-name.ts';
import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import { type DerReader, TAG } from '../der/der.ts';
import { ATTRIBUTE_TYPES, findObjectIdentifier, objectIdentifierText } from '../der/object-identifiers.ts';

const UTF8_STRING = 0x0c;
const BMP_STRING = 0x1e;
const UNIVERSAL_STRING = 0x1c;
/**
 * Numeric, Printable, T61, IA5, Visible and General: one byte for each character. T61 is read as
 * Latin-1, as other programs do.
 */
const SINGLE_BYTE_STRINGS: ReadonlySet<number> = new Set([0x12, 0x13, 0x14, 0x16, 0x1a, 0x1b]);

/**
 * Reads a Name as RFC 4514 text, and adds its unescaped CN values to `commonNames`. An attribute of
 * an unknown type, or with a value that is not a string, is `#` and the hex of its encoding.
 * Attributes of one RDN are in reverse order, as OpenSSL prints them.
 */
export function readName(reader: DerReader, part: string, commonNames: string[]): string {
  const relativeNames: string[] = [];
  if (!reader.expect(TAG.sequence, part)) return '';
  const afterName = reader.enter();
  while (reader.hasMore()) {
    if (!reader.expect(TAG.set, part)) break;
    const afterSet = reader.enter();
    let relativeName = '';
    while (reader.hasMore()) {
      const attribute = readAttribute(reader, part, commonNames);
      relativeName = relativeName === '' ? attribute : `${attribute}+${relativeName}`;
    }
    reader.leave(afterSet);
    if (relativeName !== '') relativeNames.push(relativeName);
  }
  reader.leave(afterName);
  return renderDistinguishedName(relativeNames);
}

function readAttribute(reader: DerReader, part: string, commonNames: string[]): string {
  const bytes = reader.bytes;
  reader.expect(TAG.sequence, part);
  const afterAttribute = reader.enter();
  reader.expect(TAG.objectIdentifier, part);
  const start = reader.start;
  const end = reader.end;
  const tag = reader.next();
  if (tag === 0) return '';
  const type = findObjectIdentifier(ATTRIBUTE_TYPES, bytes, start, end);
  const value = type === undefined ? undefined : readString(reader, part);
  const text =
    type === undefined || value === undefined
      ? `${type ?? objectIdentifierText(bytes, start, end)}=#${bytes.toString('hex', reader.head, reader.end).toUpperCase()}`
      : renderAttribute(type, value);
  if (type === 'CN' && value !== undefined) commonNames.push(value);
  reader.leave(afterAttribute);
  return text;
}

/**
 * Returns the current string; undefined if it has no string type. Bytes that its type does not
 * allow are an error.
 */
function readString(reader: DerReader, part: string): string | undefined {
  const { bytes, tag, start, end } = reader;
  if (SINGLE_BYTE_STRINGS.has(tag)) return bytes.toString('latin1', start, end);
  if (tag === UTF8_STRING) {
    if (isAscii(bytes, start, end)) return bytes.toString('latin1', start, end);
    return textOrFail(reader, part, decodeUtf8(bytes.subarray(start, end)));
  }
  if (tag === BMP_STRING) return textOrFail(reader, part, decodeBmpString(bytes.subarray(start, end)));
  if (tag === UNIVERSAL_STRING) return textOrFail(reader, part, decodeUniversalString(bytes.subarray(start, end)));
  return undefined;
}

/** Returns the text; if it is undefined, the reader fails. */
function textOrFail(reader: DerReader, part: string, text: string | undefined): string | undefined {
  if (text === undefined)
    reader.fail('certificate_malformed', ENCODING_FAILURES.string_malformed({ part, byte: reader.head }));
  return text;
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  let allBits = 0;
  for (let at = start; at < end; at++) allBits |= bytes[at] ?? 0;
  return allBits < 0x80;
}

function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeBmpString(bytes: Buffer): string | undefined {
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : undefined;
}

function decodeUniversalString(bytes: Buffer): string | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const characters: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = bytes.readUInt32BE(at);
    if (code > 0x10ffff) return undefined;
    characters.push(String.fromCodePoint(code));
  }
  return characters.join('');
}
