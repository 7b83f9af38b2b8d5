interface Entry<T> {
  readonly octets: Buffer;
  readonly value: T;
  /** Another one with the same digest. */
  readonly next: Entry<T> | undefined;
}

/** Values by octets, wherever in a buffer they stand: no text is made for a look-up, and no object. */
export class ByteMap<T> {
  readonly #entries: Map<number, Entry<T>> = new Map();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Of octets within the buffer. */
  get(bytes: Buffer, start: number, end: number): T | undefined {
    let entry = this.#entries.get(digestOf(bytes, start, end));
    while (entry !== undefined && !isSame(entry.octets, bytes, start, end)) entry = entry.next;
    return entry?.value;
  }

  /** Takes octets that are not in it; a copy of them stays. */
  add(bytes: Buffer, start: number, end: number, value: T): void {
    const digest = digestOf(bytes, start, end);
    const octets = Buffer.from(bytes.subarray(start, end));
    this.#entries.set(digest, { octets, value, next: this.#entries.get(digest) });
    this.#size += 1;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }
}

/** Four octets at a time: a step waits for the one before it, and some hundred octets are looked up of each certificate. */
function digestOf(bytes: Buffer, start: number, end: number): number {
  let digest = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const four =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    digest = Math.imul(digest, 0x01000193) ^ four;
  }
  for (; at < end; at++) digest = Math.imul(digest, 0x01000193) ^ (bytes[at] ?? 0);
  return digest;
}

function isSame(octets: Buffer, bytes: Buffer, start: number, end: number): boolean {
  return octets.length === end - start && octets.compare(bytes, start, end) === 0;
}
