import type { Failure } from '../failure/failure.ts';
import { NAME_FAILURES } from '../failure/name-failures.ts';
import { attributeTypeOid } from './attribute-types.ts';
import { decodeBerString, decodeUtf8 } from './ber-string.ts';

/** An attribute: the type as a dotted OID, the value as text. */
export interface Attribute {
  readonly type: string;
  readonly value: string;
  /**
   * Set if the value is not a string. `value` is then `#` and the upper-case hex digits of its
   * encoding.
   */
  readonly isEncoded?: true;
}

/**
 * A name: its relative names in written order, most specific first. Each relative name has at least
 * one attribute.
 */
export type DistinguishedName = readonly (readonly Attribute[])[];

/** A name, or an error with its position: the index in UTF-16 units from the start of the text. */
export type ParsedName =
  | { readonly kind: 'name'; readonly name: DistinguishedName }
  | { readonly kind: 'error'; readonly position: number; readonly cause: Failure };

/** Maximum length of a name, in UTF-16 units. */
const MAX_NAME_LENGTH = 16_384;

/** Maximum number of characters quoted in an error. */
const MAX_QUOTED_LENGTH = 40;

const HEX_PAIR = /^[0-9a-fA-F]{2}$/;

/** An error at a position of a name. Not an `Error`, because it needs no stack. */
class NameError {
  readonly position: number;
  readonly cause: Failure;

  constructor(position: number, cause: Failure) {
    this.position = position;
    this.cause = cause;
  }
}

/**
 * Reads a name once from start to end. Throws `NameError`, which `parseDistinguishedName` catches
 * and returns as a value.
 */
class NameReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readName(): DistinguishedName {
    const relativeNames: (readonly Attribute[])[] = [];
    let attributes: Attribute[] = [];
    for (;;) {
      attributes.push(this.#readAttribute());
      const separator = this.#text[this.#position];
      if (separator !== '+') {
        relativeNames.push(attributes);
        attributes = [];
      }
      if (separator === undefined) return relativeNames;
      this.#position += 1;
    }
  }

  #readAttribute(): Attribute {
    this.#skipSpaces();
    const start = this.#position;
    while (this.#position < this.#text.length && !'=,;+"\\'.includes(this.#text[this.#position] ?? ''))
      this.#position += 1;
    const text = this.#text.slice(start, this.#position).trim();
    const excerpt = text.slice(0, MAX_QUOTED_LENGTH);
    if (this.#text[this.#position] !== '=') {
      if (text === '') throw new NameError(start, NAME_FAILURES.attribute_missing);
      throw new NameError(start, NAME_FAILURES.equals_sign_missing({ excerpt }));
    }
    const type = attributeTypeOid(text);
    if (type === undefined) throw new NameError(start, NAME_FAILURES.attribute_type_unknown({ excerpt }));
    this.#position += 1;
    this.#skipSpaces();
    return { type, ...(this.#text[this.#position] === '"' ? { value: this.#readQuoted() } : this.#readUnquoted()) };
  }

  /** Reads a value up to the next separator. A value that begins with `#` is decoded from hex. */
  #readUnquoted(): Omit<Attribute, 'type'> {
    const isHex = this.#text[this.#position] === '#';
    const start = this.#position;
    const value = new ValueBuilder();
    while (this.#position < this.#text.length && !',;+'.includes(this.#text[this.#position] ?? '')) {
      if (this.#text[this.#position] === '"')
        throw new NameError(this.#position, NAME_FAILURES.quotation_mark_in_value);
      this.#readCharacter(value);
    }
    if (!isHex) return { value: value.build(start, true) };
    const hex = this.#text.slice(start + 1, this.#position).trim();
    if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(hex)) throw new NameError(start, NAME_FAILURES.value_not_hex);
    const text = decodeBerString(hex);
    return text === undefined ? { value: `#${hex.toUpperCase()}`, isEncoded: true } : { value: text };
  }

  /**
   * Reads a quoted value. A quotation mark in the value is doubled by Windows, and escaped with a
   * backslash by older software.
   */
  #readQuoted(): string {
    const start = this.#position;
    const value = new ValueBuilder();
    this.#position += 1;
    for (;;) {
      if (this.#position >= this.#text.length) throw new NameError(start, NAME_FAILURES.quotation_mark_missing);
      if (this.#text[this.#position] !== '"') this.#readCharacter(value);
      else if (this.#text[this.#position + 1] === '"') {
        value.addCharacter('"', false);
        this.#position += 2;
      } else break;
    }
    this.#position += 1;
    this.#skipSpaces();
    const next = this.#text[this.#position];
    if (next !== undefined && !',;+'.includes(next))
      throw new NameError(this.#position, NAME_FAILURES.text_after_quotation_mark);
    return value.build(start, false);
  }

  /** Reads a character, a character after a backslash, or an escaped byte. */
  #readCharacter(value: ValueBuilder): void {
    const character = this.#text[this.#position] ?? '';
    if (character !== '\\') {
      value.addCharacter(character, character === ' ');
      this.#position += 1;
      return;
    }
    const hexPair = this.#text.slice(this.#position + 1, this.#position + 3);
    if (HEX_PAIR.test(hexPair)) {
      value.addByte(Number.parseInt(hexPair, 16));
      this.#position += 3;
      return;
    }
    const escaped = this.#text[this.#position + 1];
    if (escaped === undefined) throw new NameError(this.#position, NAME_FAILURES.backslash_at_end);
    value.addCharacter(escaped, false);
    this.#position += 2;
  }

  #skipSpaces(): void {
    while (this.#text[this.#position] === ' ') this.#position += 1;
  }
}

/** Builds a value from characters, and from escaped bytes that together are UTF-8. */
class ValueBuilder {
  readonly #parts: string[] = [];
  #escapedBytes: number[] = [];
  #isValidUtf8 = true;
  /** Number of trailing unescaped spaces, which are not part of an unquoted value. */
  #trailingSpaces = 0;

  addCharacter(character: string, isPlainSpace: boolean): void {
    this.#decodeEscapedBytes();
    this.#parts.push(character);
    this.#trailingSpaces = isPlainSpace ? this.#trailingSpaces + 1 : 0;
  }

  addByte(byte: number): void {
    this.#escapedBytes.push(byte);
    this.#trailingSpaces = 0;
  }

  /**
   * Returns the value.
   * @param start the position of the value in the name, for the error
   * @param isTrimmed true to remove trailing spaces that are not escaped
   * @throws NameError if the escaped bytes are not UTF-8
   */
  build(start: number, isTrimmed: boolean): string {
    this.#decodeEscapedBytes();
    if (!this.#isValidUtf8) throw new NameError(start, NAME_FAILURES.value_not_utf8);
    return (isTrimmed && this.#trailingSpaces > 0 ? this.#parts.slice(0, -this.#trailingSpaces) : this.#parts).join('');
  }

  #decodeEscapedBytes(): void {
    if (this.#escapedBytes.length === 0) return;
    const text = decodeUtf8(this.#escapedBytes);
    this.#escapedBytes = [];
    if (text === undefined) this.#isValidUtf8 = false;
    else this.#parts.push(text);
  }
}

/**
 * Parses a name as in RFC 4514, and the forms of Windows and older software: `S=`, `E=`,
 * `OID.2.5.4.3=`, spaces after commas, quotation marks, `;`. An empty text is the empty name. Takes
 * linear time and never throws.
 * @see RFC 4514 section 3
 * @see RFC 1779 section 2.3
 */
export function parseDistinguishedName(text: string): ParsedName {
  if (text.length > MAX_NAME_LENGTH) {
    return { kind: 'error', position: MAX_NAME_LENGTH, cause: NAME_FAILURES.name_too_long({ limit: MAX_NAME_LENGTH }) };
  }
  if (text.trim() === '') return { kind: 'name', name: [] };
  try {
    return { kind: 'name', name: new NameReader(text).readName() };
  } catch (error) {
    if (error instanceof NameError) return { kind: 'error', position: error.position, cause: error.cause };
    throw error;
  }
}

/**
 * Returns a value for comparison, ignoring case and the number of spaces.
 * @see RFC 4518 section 2
 */
export function foldValue(value: string): string {
  // Upper case first, because some letters have two lower-case forms but one upper-case form.
  return value.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * Returns a name in canonical form: two names are equal if and only if their canonical forms are.
 * Ignores the order of attributes in a relative name.
 * @see RFC 4517 section 4.2.15
 */
export function canonicalName(name: DistinguishedName): string {
  return JSON.stringify(
    name.map((attributes) => attributes.map(({ type, value }) => `${type}=${foldValue(value)}`).sort()),
  );
}
