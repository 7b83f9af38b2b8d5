import { ByteMap } from './byte-map.ts';

/** The maximum number of values. A full cache is emptied, because the input may be hostile. */
const MAX_VALUES = 1000;
/** Longer byte sequences are not stored; real names are shorter. */
const MAX_KEY_BYTES = 1024;

/**
 * A cache of values parsed from frequent byte sequences, such as the name of an issuer. Equal bytes
 * share one object.
 */
export class ParsedValueCache<T> {
  readonly #values: ByteMap<T> = new ByteMap();

  get(bytes: Buffer, start: number, end: number): T | undefined {
    return end - start > MAX_KEY_BYTES ? undefined : this.#values.get(bytes, start, end);
  }

  /** Stores and returns the value of bytes that are not in the cache. */
  add(bytes: Buffer, start: number, end: number, value: T): T {
    if (end - start > MAX_KEY_BYTES) return value;
    if (this.#values.size >= MAX_VALUES) this.#values.clear();
    this.#values.add(bytes, start, end, value);
    return value;
  }
}
