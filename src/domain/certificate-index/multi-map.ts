/** A map from keys to lists. Most lists have one value, which is stored without an array. */
export class MultiMap<K, V extends object> {
  readonly #lists: Map<K, V | V[]> = new Map();

  /**
   * Adds a value to the end of a list, unless the value is already the last of the list. If the
   * list had exactly one other value before, returns that value, whose key is now shared.
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
