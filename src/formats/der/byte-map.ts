interface Entry<T> {
  readonly key: Buffer;
  readonly value: T;
  /** Another entry with the same hash. */
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
    let entry = this.#entries.get(hashOf(bytes, start, end));
    while (entry !== undefined && !isSame(entry.key, bytes, start, end)) entry = entry.next;
    return entry?.value;
  }

  /** Adds a copy of bytes that are not in the map. */
  add(bytes: Buffer, start: number, end: number, value: T): void {
    const hash = hashOf(bytes, start, end);
    const key = Buffer.from(bytes.subarray(start, end));
    this.#entries.set(hash, { key, value, next: this.#entries.get(hash) });
    this.#size += 1;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }
}

/**
 * Hashes bytes with FNV-1, but four bytes in each step, which is faster: the steps cannot run in
 * parallel, because each one needs the result of the previous one.
 */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const fourBytes =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash, 0x01000193) ^ fourBytes;
  }
  for (; at < end; at++) hash = Math.imul(hash, 0x01000193) ^ (bytes[at] ?? 0);
  return hash;
}

function isSame(key: Buffer, bytes: Buffer, start: number, end: number): boolean {
  return key.length === end - start && key.compare(bytes, start, end) === 0;
}
