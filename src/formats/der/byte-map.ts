interface Entry<T> {
  readonly key: Buffer;
  readonly value: T;
  /** Another entry with the same digest. */
  readonly next: Entry<T> | undefined;
}

/** A map with byte sequences as keys. A lookup in a buffer creates no string and no object. */
export class ByteMap<T> {
  readonly #entries: Map<number, Entry<T>> = new Map();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns the value of the bytes from `start` to `end`. */
  get(bytes: Buffer, start: number, end: number): T | undefined {
    let entry = this.#entries.get(digestOf(bytes, start, end));
    while (entry !== undefined && !isSame(entry.key, bytes, start, end)) entry = entry.next;
    return entry?.value;
  }

  /** Adds a copy of bytes that are not in the map. */
  add(bytes: Buffer, start: number, end: number, value: T): void {
    const digest = digestOf(bytes, start, end);
    const key = Buffer.from(bytes.subarray(start, end));
    this.#entries.set(digest, { key, value, next: this.#entries.get(digest) });
    this.#size += 1;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }
}

/**
 * Hashes four bytes at a time, because the steps depend on each other and each certificate needs
 * some hundred bytes.
 */
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

function isSame(key: Buffer, bytes: Buffer, start: number, end: number): boolean {
  return key.length === end - start && key.compare(bytes, start, end) === 0;
}
