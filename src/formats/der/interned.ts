import { ByteMap } from './byte-map.ts';

/**
 * The maximum number of values. The cache is emptied beyond it, because the input may be hostile.
 */
const MAX_KEPT = 1000;
/** The maximum length of a key, bytes; real names are shorter. */
const MAX_BYTES = 1024;

/**
 * A cache of values parsed from frequent byte sequences, such as the name of an issuer. Equal bytes
 * share one object.
 */
export class Interned<T> {
  readonly #known: ByteMap<T> = new ByteMap();

  get(bytes: Buffer, start: number, end: number): T | undefined {
    return end - start > MAX_BYTES ? undefined : this.#known.get(bytes, start, end);
  }

  /** Stores the value of unknown bytes. */
  keep(bytes: Buffer, start: number, end: number, value: T): T {
    if (end - start > MAX_BYTES) return value;
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    this.#known.add(bytes, start, end, value);
    return value;
  }
}
