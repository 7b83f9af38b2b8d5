/** So many different ones are kept; beyond them all is forgotten, since something hostile may be at work. */
const MAX_KEPT = 1000;

/**
 * What was made of octets that come again and again, such as the name of an issuer: made once, and one object for all.
 * Keys are octets as Latin-1 text.
 */
export class Interned<T> {
  readonly #known: Map<string, T> = new Map();

  get(octets: string): T | undefined {
    return this.#known.get(octets);
  }

  keep(octets: string, value: T): T {
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    this.#known.set(octets, value);
    return value;
  }
}
