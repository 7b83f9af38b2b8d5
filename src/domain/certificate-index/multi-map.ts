/** A map from keys to lists. To save memory, a list of one value is stored without an array. */
export class MultiMap<K, V extends object> {
  readonly #lists: Map<K, V | V[]> = new Map();

  /**
   * Adds a value to the end of the list of a key, unless it is already the last value there. If
   * this adds the second value, returns the first value, whose key is now shared. Otherwise returns
   * undefined.
   */
  add(key: K, value: V): V | undefined {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, value);
    else if (Array.isArray(list)) {
      if (list.at(-1) !== value) list.push(value);
    } else if (list !== value) {
      this.#lists.set(key, [list, value]);
      return list;
    }
    return undefined;
  }

  /** Returns the list of a key; empty if there is none. */
  get(key: K): readonly V[] {
    const list = this.#lists.get(key);
    if (list === undefined) return [];
    return Array.isArray(list) ? list : [list];
  }

  /** Returns whether the key has more than one value. */
  isShared(key: K): boolean {
    return Array.isArray(this.#lists.get(key));
  }

  has(key: K): boolean {
    return this.#lists.has(key);
  }

  keys(): IterableIterator<K> {
    return this.#lists.keys();
  }
}
