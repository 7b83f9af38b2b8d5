import { TAG } from '../der/der.ts';
import type { RegularDerReader } from '../der/regular-der-reader.ts';

/** The short names of the usual attribute types, by N of their OID 2.5.4.N. @see RFC 4514 section 3 */
const SHORT_NAMES: ReadonlyMap<number, string> = new Map([
  [3, 'CN'],
  [6, 'C'],
  [7, 'L'],
  [8, 'ST'],
  [10, 'O'],
  [11, 'OU'],
]);
/** The same names as an array, which is faster to read; undefined for unusual types. */
const ATTRIBUTE_TYPES: readonly (string | undefined)[] = Array.from({ length: 12 }, (_, n) => SHORT_NAMES.get(n));
/** UTF8String, PrintableString and IA5String, in which ASCII has the same bytes. */
const TEXT_TAGS: ReadonlySet<number> = new Set([0x0c, 0x13, 0x16]);
/** A subject with more attributes is not regular. */
const MAX_ATTRIBUTES = 32;
const SPACE = 0x20;

/**
 * A fast locator of the attributes of a regular subject. A regular subject has one attribute in
 * each RDN, only usual attribute types, and no characters to escape.
 */
export class RegularSubject {
  attributeCount = 0;
  /** The start and end of each value in the DER, alternating. */
  readonly #values: Int32Array = new Int32Array(2 * MAX_ATTRIBUTES);
  /** N of the OID 2.5.4.N of each type. */
  readonly #types: Uint8Array = new Uint8Array(MAX_ATTRIBUTES);

  /**
   * Returns true if a subject is regular; only then do the other members describe it. The caller
   * reads other subjects with a slower reader.
   * @param start the offset of its first RDN
   */
  locate(reader: RegularDerReader, start: number, end: number): boolean {
    const { der } = reader;
    this.attributeCount = 0;
    // `read` returns the tag of an element, and sets `reader.start` and `reader.end` to its contents.
    // `readLast` also requires that the element ends at the limit.
    for (let at = start; at < end; at = reader.end) {
      if (this.attributeCount === MAX_ATTRIBUTES || reader.read(at, end) !== TAG.set) return false;
      const setEnd = reader.end;
      if (reader.readLast(reader.start, setEnd) !== TAG.sequence) return false;
      // The type must be an OID of the form 2.5.4.N.
      const oid = reader.start;
      if (der[oid] !== TAG.objectIdentifier || der[oid + 1] !== 3) return false;
      if (der[oid + 2] !== 0x55 || der[oid + 3] !== 4) return false;
      const type = der[oid + 4] ?? 0;
      if (ATTRIBUTE_TYPES[type] === undefined) return false;
      if (!TEXT_TAGS.has(reader.readLast(oid + 5, setEnd)) || !needsNoEscape(der, reader.start, setEnd)) return false;
      this.#types[this.attributeCount] = type;
      this.#values[2 * this.attributeCount] = reader.start;
      this.#values[2 * this.attributeCount + 1] = setEnd;
      this.attributeCount += 1;
    }
    return true;
  }

  /** Returns the type of an attribute, for example `CN`. */
  type(index: number): string {
    return ATTRIBUTE_TYPES[this.#types[index] ?? 0] ?? '';
  }

  /** Returns the offset of an attribute's value in the DER. */
  start(index: number): number {
    return this.#values[2 * index] ?? 0;
  }

  /** Returns the offset after an attribute's value. */
  end(index: number): number {
    return this.#values[2 * index + 1] ?? 0;
  }
}

/** Returns true for letters, digits, `*-./` and inner spaces. RFC 4514 escapes none of them. */
function needsNoEscape(der: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = der[at] ?? 0;
    // The bit 0x20 makes ASCII letters lower-case.
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    const isPunctuationOrDigit = byte === 0x2a || (byte >= 0x2d && byte <= 0x39);
    const isInnerSpace = byte === SPACE && at > start && at < end - 1;
    if (!isLetter && !isPunctuationOrDigit && !isInnerSpace) return false;
  }
  return true;
}
