import { attributeTypeOid } from './attribute-types.ts';
import { decodeBerString, decodeUtf8 } from './ber-string.ts';
import type { NameCause } from './name-cause.ts';

/** An attribute: the type as a dotted OID, the value as text. */
export interface Attribute {
  readonly type: string;
  readonly value: string;
  /** The value is not a string; it is `#` and the upper-case hex digits of its encoding. */
  readonly isEncoded?: true;
}

/**
 * A name: its relative names in written order, most specific first, each of at least one attribute.
 */
export type DistinguishedName = readonly (readonly Attribute[])[];

/** A name, or an error with its position: the index in UTF-16 units from the start of the text. */
export type ParsedName =
  | { readonly kind: 'name'; readonly name: DistinguishedName }
  | { readonly kind: 'error'; readonly position: number; readonly cause: NameCause };

/** Maximum length of a name, in UTF-16 units. */
const LONGEST = 16_384;

/** Maximum number of characters quoted in an error. */
const MAX_QUOTED = 40;

const HEX_PAIR = /^[0-9a-fA-F]{2}$/;

class NameError {
  readonly at: number;
  readonly cause: NameCause;

  constructor(at: number, cause: NameCause) {
    this.at = at;
    this.cause = cause;
  }
}

/**
 * Parses a text once from start to end. Throws `NameError`, which `parseDistinguishedName` catches and
 * returns as a value.
 */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  name(): DistinguishedName {
    const relativeNames: (readonly Attribute[])[] = [];
    let attributes: Attribute[] = [];
    for (;;) {
      attributes.push(this.#attribute());
      const separator = this.#text[this.#at];
      if (separator !== '+') {
        relativeNames.push(attributes);
        attributes = [];
      }
      if (separator === undefined) return relativeNames;
      this.#at += 1;
    }
  }

  #attribute(): Attribute {
    this.#skipSpaces();
    const start = this.#at;
    while (this.#at < this.#text.length && !'=,;+"\\'.includes(this.#text[this.#at] ?? '')) this.#at += 1;
    const text = this.#text.slice(start, this.#at).trim();
    const shortened = text.slice(0, MAX_QUOTED);
    if (this.#text[this.#at] !== '=') {
      if (text === '') throw new NameError(start, { kind: 'attribute-missing' });
      throw new NameError(start, { kind: 'equals-sign-missing', written: shortened });
    }
    const type = attributeTypeOid(text);
    if (type === undefined) throw new NameError(start, { kind: 'type-unknown', written: shortened });
    this.#at += 1;
    this.#skipSpaces();
    return { type, ...(this.#text[this.#at] === '"' ? { value: this.#parseQuoted() } : this.#bare()) };
  }

  /** Reads a value up to the next separator; a leading `#` makes it hex. */
  #bare(): Omit<Attribute, 'type'> {
    const isHex = this.#text[this.#at] === '#';
    const start = this.#at;
    const pieces = new Pieces();
    while (this.#at < this.#text.length && !',;+'.includes(this.#text[this.#at] ?? '')) {
      if (this.#text[this.#at] === '"') throw new NameError(this.#at, { kind: 'quotation-mark-in-value' });
      this.#character(pieces);
    }
    if (!isHex) return { value: pieces.text(start, true) };
    const hex = this.#text.slice(start + 1, this.#at).trim();
    if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(hex)) throw new NameError(start, { kind: 'not-hex' });
    const text = decodeBerString(hex);
    return text === undefined ? { value: `#${hex.toUpperCase()}`, isEncoded: true } : { value: text };
  }

  /**
   * Reads a quoted value. Windows doubles a quotation mark in quotes; older software escapes it
   * with a backslash.
   */
  #parseQuoted(): string {
    const start = this.#at;
    const pieces = new Pieces();
    this.#at += 1;
    for (;;) {
      if (this.#at >= this.#text.length) throw new NameError(start, { kind: 'quotation-mark-missing' });
      if (this.#text[this.#at] !== '"') this.#character(pieces);
      else if (this.#text[this.#at + 1] === '"') {
        pieces.character('"', false);
        this.#at += 2;
      } else break;
    }
    this.#at += 1;
    this.#skipSpaces();
    const next = this.#text[this.#at];
    if (next !== undefined && !',;+'.includes(next))
      throw new NameError(this.#at, { kind: 'text-after-quotation-mark' });
    return pieces.text(start, false);
  }

  #character(pieces: Pieces): void {
    const character = this.#text[this.#at] ?? '';
    if (character !== '\\') {
      pieces.character(character, character === ' ');
      this.#at += 1;
      return;
    }
    const pair = this.#text.slice(this.#at + 1, this.#at + 3);
    if (HEX_PAIR.test(pair)) {
      pieces.byte(Number.parseInt(pair, 16));
      this.#at += 3;
      return;
    }
    const escaped = this.#text[this.#at + 1];
    if (escaped === undefined) throw new NameError(this.#at, { kind: 'backslash-at-end' });
    pieces.character(escaped, false);
    this.#at += 2;
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }
}

/** Collects a value: characters, and escaped bytes that together are UTF-8. */
class Pieces {
  readonly #done: string[] = [];
  #bytes: number[] = [];
  #isText = true;
  /** Number of trailing unescaped spaces, which are not part of the value. */
  #spaces = 0;

  character(character: string, isPlainSpace: boolean): void {
    this.#flush();
    this.#done.push(character);
    this.#spaces = isPlainSpace ? this.#spaces + 1 : 0;
  }

  byte(byte: number): void {
    this.#bytes.push(byte);
    this.#spaces = 0;
  }

  text(start: number, isTrimmed: boolean): string {
    this.#flush();
    if (!this.#isText) throw new NameError(start, { kind: 'not-utf8' });
    return (isTrimmed && this.#spaces > 0 ? this.#done.slice(0, -this.#spaces) : this.#done).join('');
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const text = decodeUtf8(this.#bytes);
    this.#bytes = [];
    if (text === undefined) this.#isText = false;
    else this.#done.push(text);
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
  if (text.length > LONGEST) {
    return { kind: 'error', position: LONGEST, cause: { kind: 'too-long', limit: LONGEST } };
  }
  if (text.trim() === '') return { kind: 'name', name: [] };
  try {
    return { kind: 'name', name: new Reader(text).name() };
  } catch (error) {
    if (error instanceof NameError) return { kind: 'error', position: error.at, cause: error.cause };
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
