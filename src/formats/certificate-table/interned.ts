import { ByteMap } from '../der/byte-map.ts';

/** So many different ones are kept; beyond them all is forgotten, since something hostile may be at work. */
const MAX_KEPT = 1000;
/** What is longer is nobody's name, and would lie in memory for nothing. */
const MAX_OCTETS = 1024;

/** What was made of octets that come again and again, such as the name of an issuer: made once, and one object for all. */
export class Interned<T> {
  readonly #known: ByteMap<T> = new ByteMap();

  get(bytes: Buffer, start: number, end: number): T | undefined {
    return end - start > MAX_OCTETS ? undefined : this.#known.get(bytes, start, end);
  }

  /** Keeps what was made of octets of which nothing was known. */
  keep(bytes: Buffer, start: number, end: number, value: T): T {
    if (end - start > MAX_OCTETS) return value;
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    this.#known.add(bytes, start, end, value);
    return value;
  }
}
