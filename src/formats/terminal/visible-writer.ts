import { ensureCapacity, writeHex } from './byte-buffer.ts';
import { visible } from './visible.ts';

const ZERO = 0x30;
const QUESTION = 0x3f;

/** Returns true for a visible ASCII character, which is one byte in UTF-8. */
function isPlain(unit: number): boolean {
  return unit >= 0x20 && unit <= 0x7e;
}

/**
 * A writer of long UTF-8 output in pieces. It escapes each text as `visible` does, but creates no
 * strings for visible text.
 * @see visible
 */
export class VisibleWriter {
  #bytes: Buffer;
  #length = 0;

  /** @param size the initial capacity, bytes */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  /** Writes a byte unchanged, as a separator. */
  writeByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Writes a number below 100 as two digits. */
  writeTwoDigits(number: number): void {
    this.#reserve(2);
    const tens = Math.floor(number / 10);
    this.#bytes[this.#length++] = ZERO + tens;
    this.#bytes[this.#length++] = ZERO + number - 10 * tens;
  }

  /** Writes a text. */
  writeText(text: string): void {
    const { length } = text;
    this.#reserve(length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (!isPlain(unit)) {
        this.#writeEscaped(text);
        return;
      }
      bytes[start + at] = unit;
    }
    this.#length = start + length;
  }

  /** Writes the text of Latin-1 bytes. */
  writeLatin1(source: Buffer, from: number, to: number): void {
    this.#reserve(to - from);
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at++) {
      const byte = source[at] ?? QUESTION;
      if (!isPlain(byte)) {
        this.#writeEscaped(source.toString('latin1', from, to));
        return;
      }
      bytes[length++] = byte;
    }
    this.#length = length;
  }

  /** Writes bytes as upper-case hex. */
  writeHex(source: Buffer, from: number, to: number): void {
    this.#reserve((to - from) * 2);
    this.#length = writeHex(source, from, to, this.#bytes, this.#length);
  }

  /** The output as a view of the buffer. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Starts again and reuses the buffer. */
  clear(): void {
    this.#length = 0;
  }

  /** Writes a text that is not only ASCII. */
  #writeEscaped(text: string): void {
    const escaped = visible(text);
    this.#reserve(Buffer.byteLength(escaped));
    this.#length += this.#bytes.write(escaped, this.#length);
  }

  #reserve(byteCount: number): void {
    // The rare case is a separate method, so that this one can be inlined.
    if (this.#length + byteCount > this.#bytes.length) this.#grow(byteCount);
  }

  #grow(byteCount: number): void {
    this.#bytes = ensureCapacity(this.#bytes, this.#length, byteCount);
  }
}
