import { putHex, withRoom } from './byte-buffer.ts';
import { visible } from './visible.ts';

const ZERO = 0x30;
const QUESTION = 0x3f;

/** Whether a character is seen as it is, and one octet of UTF-8. */
function isPlain(unit: number): boolean {
  return unit >= 0x20 && unit <= 0x7e;
}

/**
 * Puts a long answer together as UTF-8, piece by piece: what `visible` makes of each text, without a text for what can be
 * seen as it stands.
 * @see visible
 */
export class VisibleWriter {
  #bytes: Buffer;
  #length = 0;

  /** `size`: so many octets are laid ready. */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** So many octets have been written. */
  get length(): number {
    return this.#length;
  }

  /** An octet as it is: between values, or between the parts of one. */
  separator(octet: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = octet;
  }

  /** A number below a hundred, as two digits. */
  twoDigits(number: number): void {
    this.#reserve(2);
    const tens = Math.floor(number / 10);
    this.#bytes[this.#length++] = ZERO + tens;
    this.#bytes[this.#length++] = ZERO + number - 10 * tens;
  }

  text(text: string): void {
    const { length } = text;
    this.#reserve(length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (!isPlain(unit)) {
        this.#escaped(text);
        return;
      }
      bytes[start + at] = unit;
    }
    this.#length = start + length;
  }

  /** The text that stands in these octets, one character each. */
  latin1(octets: Buffer, from: number, to: number): void {
    this.#reserve(to - from);
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at++) {
      const octet = octets[at] ?? QUESTION;
      if (!isPlain(octet)) {
        this.#escaped(octets.toString('latin1', from, to));
        return;
      }
      bytes[length++] = octet;
    }
    this.#length = length;
  }

  /** These octets as upper-case hex. */
  hex(octets: Buffer, from: number, to: number): void {
    this.#reserve((to - from) * 2);
    this.#length = putHex(octets, from, to, this.#bytes, this.#length);
  }

  /** All that was written, in the memory in which it was. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.#length = 0;
  }

  #escaped(text: string): void {
    const shown = visible(text);
    this.#reserve(Buffer.byteLength(shown));
    this.#length += this.#bytes.write(shown, this.#length);
  }

  #reserve(more: number): void {
    // What seldom happens is no part of what is compiled for each piece.
    if (this.#length + more > this.#bytes.length) this.#grow(more);
  }

  #grow(more: number): void {
    this.#bytes = withRoom(this.#bytes, this.#length, more);
  }
}
