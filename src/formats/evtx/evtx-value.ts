import type { Instant } from '../../domain/time.ts';
import { withXmlCharacters } from '../event/xml-characters.ts';
import { fileTime } from './filetime.ts';

/**
 * The numbers of value types in binary XML.
 * @see https://github.com/libyal/libevtx/tree/main/documentation section "Value types"
 */
export const VALUE_TYPES = {
  string: 0x01,
  uint8: 0x04,
  uint16: 0x06,
  uint32: 0x08,
  uint64: 0x0a,
  fileTime: 0x11,
  hexInt64: 0x15,
} as const;

/** A value that a record substitutes in a template. */
export interface EvtxValue {
  readonly type: (typeof VALUE_TYPES)[keyof typeof VALUE_TYPES];
  /** Little-endian; a string in UTF-16 without a terminator. */
  readonly bytes: Buffer;
}

/**
 * Returns a string. Characters are unchanged, except that one which XML 1.0 cannot contain becomes
 * `_x0000_`, because readers turn records into XML.
 */
export function stringValue(text: string): EvtxValue {
  return { type: VALUE_TYPES.string, bytes: Buffer.from(withXmlCharacters(text), 'utf16le') };
}

/** Returns an unsigned integer of 8, 16 or 32 bits; higher bits are cut off. */
export function uintValue(bits: 8 | 16 | 32, value: number): EvtxValue {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value >>> 0);
  return { type: VALUE_TYPES[`uint${bits}`], bytes: bytes.subarray(0, bits / 8) };
}

function eightBytes(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes;
}

/** Returns an unsigned integer of 64 bits. */
export function uint64Value(value: bigint): EvtxValue {
  return { type: VALUE_TYPES.uint64, bytes: eightBytes(value) };
}

/** Returns an integer of 64 bits that readers show in hexadecimal. */
export function hexInt64Value(value: bigint): EvtxValue {
  return { type: VALUE_TYPES.hexInt64, bytes: eightBytes(value) };
}

/** Returns an instant; readers show it with seven fractional digits. */
export function fileTimeValue(at: Instant): EvtxValue {
  return { type: VALUE_TYPES.fileTime, bytes: eightBytes(fileTime(at)) };
}
