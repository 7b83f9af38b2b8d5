import { attributeTypeOid } from './attribute-types.ts';
import { decodeBerString, decodeUtf8 } from './ber-string.ts';

/** One attribute: its type as a dotted OID, its value as text. */
export interface Attribute {
  readonly type: string;
  readonly value: string;
  /** The value is no string: `#` and the upper-case hex of its encoding. */
  readonly isEncoded?: true;
}

/** A name: its relative names in the order of writing, most specific first, each of one attribute or more. */
export type DistinguishedName = readonly (readonly Attribute[])[];

/** A name, or what is wrong with it: counted in UTF-16 units from the front of the text. */
export type ParsedName =
  | { readonly kind: 'name'; readonly name: DistinguishedName }
  | { readonly kind: 'fault'; readonly at: number; readonly detail: string };

/** A longer text is no name. */
const LONGEST = 16_384;

/** So much of a word is repeated in a fault. */
const SHOWN = 40;

const HEX_PAIR = /^[0-9a-fA-F]{2}$/;

class Fault {
  readonly at: number;
  readonly detail: string;

  constructor(at: number, detail: string) {
    this.at = at;
    this.detail = detail;
  }
}

/** Goes through the text once; says what is wrong with `Fault`, which `parseDistinguishedName` alone lets out as a value. */
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
    const written = this.#text.slice(start, this.#at).trim();
    const shown = `"${written.slice(0, SHOWN)}"`;
    if (this.#text[this.#at] !== '=') {
      throw new Fault(start, written === '' ? 'an attribute is missing' : `${shown} has no = behind it`);
    }
    const type = attributeTypeOid(written);
    if (type === undefined) throw new Fault(start, `${shown} is no attribute type that is known here`);
    this.#at += 1;
    this.#skipSpaces();
    return { type, ...(this.#text[this.#at] === '"' ? { value: this.#quoted() } : this.#bare()) };
  }

  /** Up to the next separator; a `#` in front makes it hex. */
  #bare(): Omit<Attribute, 'type'> {
    const isHex = this.#text[this.#at] === '#';
    const start = this.#at;
    const pieces = new Pieces();
    while (this.#at < this.#text.length && !',;+'.includes(this.#text[this.#at] ?? '')) {
      if (this.#text[this.#at] === '"') throw new Fault(this.#at, 'a quotation mark stands inside a value; write \\"');
      this.#character(pieces);
    }
    if (!isHex) return { value: pieces.text(start, true) };
    const hex = this.#text.slice(start + 1, this.#at).trim();
    if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(hex))
      throw new Fault(start, 'behind # come pairs of hex digits');
    const text = decodeBerString(hex);
    return text === undefined ? { value: `#${hex.toUpperCase()}`, isEncoded: true } : { value: text };
  }

  /** Windows doubles a quotation mark inside quotes; older writers put a backslash before it. */
  #quoted(): string {
    const start = this.#at;
    const pieces = new Pieces();
    this.#at += 1;
    for (;;) {
      if (this.#at >= this.#text.length) throw new Fault(start, 'the quotation mark has no other at its end');
      if (this.#text[this.#at] !== '"') this.#character(pieces);
      else if (this.#text[this.#at + 1] === '"') {
        pieces.character('"', false);
        this.#at += 2;
      } else break;
    }
    this.#at += 1;
    this.#skipSpaces();
    const next = this.#text[this.#at];
    if (next !== undefined && !',;+'.includes(next)) throw new Fault(this.#at, 'more stands behind the quotation mark');
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
      pieces.octet(Number.parseInt(pair, 16));
      this.#at += 3;
      return;
    }
    const escaped = this.#text[this.#at + 1];
    if (escaped === undefined) throw new Fault(this.#at, 'nothing stands behind the backslash');
    pieces.character(escaped, false);
    this.#at += 2;
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }
}

/** A value as it grows: characters, and escaped octets that make UTF-8 together. */
class Pieces {
  readonly #done: string[] = [];
  #octets: number[] = [];
  #isText = true;
  /** How many plain spaces stand at the end: they are none of the value's. */
  #spaces = 0;

  character(character: string, isPlainSpace: boolean): void {
    this.#flush();
    this.#done.push(character);
    this.#spaces = isPlainSpace ? this.#spaces + 1 : 0;
  }

  octet(octet: number): void {
    this.#octets.push(octet);
    this.#spaces = 0;
  }

  text(start: number, isTrimmed: boolean): string {
    this.#flush();
    if (!this.#isText) throw new Fault(start, 'its escaped octets are no UTF-8');
    return (isTrimmed && this.#spaces > 0 ? this.#done.slice(0, -this.#spaces) : this.#done).join('');
  }

  #flush(): void {
    if (this.#octets.length === 0) return;
    const text = decodeUtf8(this.#octets);
    this.#octets = [];
    if (text === undefined) this.#isText = false;
    else this.#done.push(text);
  }
}

/**
 * Reads a name as RFC 4514 has it, and as Windows and older writers do: `S=`, `E=`, `OID.2.5.4.3=`, spaces behind commas,
 * quotation marks, `;`. Empty text is the empty name. Linear, and never throws.
 * @see RFC 4514 section 3 @see RFC 1779 section 2.3
 */
export function parseDistinguishedName(text: string): ParsedName {
  if (text.length > LONGEST) return { kind: 'fault', at: LONGEST, detail: `it is longer than ${LONGEST} characters` };
  if (text.trim() === '') return { kind: 'name', name: [] };
  try {
    return { kind: 'name', name: new Reader(text).name() };
  } catch (fault) {
    if (fault instanceof Fault) return { kind: 'fault', at: fault.at, detail: fault.detail };
    throw fault;
  }
}

/** A value for comparison: case and the number of spaces do not count. @see RFC 4518 section 2 */
export function foldValue(value: string): string {
  // Upper case comes first: some letters have two small forms, and only one capital.
  return value.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * A name in the one form in which names are compared: two texts are the same name if and only if their forms are equal.
 * The attributes of one relative name have no order.
 * @see RFC 4517 section 4.2.15
 */
export function canonicalName(name: DistinguishedName): string {
  return JSON.stringify(
    name.map((attributes) => attributes.map(({ type, value }) => `${type}=${foldValue(value)}`).sort()),
  );
}
