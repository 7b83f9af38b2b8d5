/** Lists by key; a list of one, which is the rule, costs no array. */
export class MultiMap<K, V extends object> {
  readonly #lists: Map<K, V | V[]> = new Map();

  /**
   * Puts a value behind those of the key; the one that is the last already stays there once. Answers the one that was
   * alone there until now.
   */
  add(key: K, value: V): V | undefined {
    const before = this.#lists.get(key);
    if (before === undefined) this.#lists.set(key, value);
    else if (Array.isArray(before)) {
      if (before.at(-1) !== value) before.push(value);
    } else if (before !== value) {
      this.#lists.set(key, [before, value]);
      return before;
    }
    return undefined;
  }

  /** Empty where there is none. */
  get(key: K): readonly V[] {
    const found = this.#lists.get(key);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  /** Whether more than one value is there. */
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
