/** Lists by key; a list of one, which is the rule, costs no array. */
export class ListMap<K, V extends object> {
  readonly #lists: Map<K, V | V[]> = new Map();

  /** Puts a value behind those of the key; the one that is the last already stays there once. */
  add(key: K, value: V): void {
    const before = this.#lists.get(key);
    if (before === undefined) this.#lists.set(key, value);
    else if (Array.isArray(before)) {
      if (before.at(-1) !== value) before.push(value);
    } else if (before !== value) this.#lists.set(key, [before, value]);
  }

  /** Empty where there is none. */
  get(key: K): readonly V[] {
    const found = this.#lists.get(key);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  has(key: K): boolean {
    return this.#lists.has(key);
  }

  keys(): IterableIterator<K> {
    return this.#lists.keys();
  }
}
