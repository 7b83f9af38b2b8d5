/**
 * Replaces equal values by one shared object, to save memory for thousands of values. Values are
 * equal if their JSON is equal, so they must be plain objects.
 */
export class DistinctValues {
  readonly #recentLimit: number;
  /**
   * By JSON: recently used values, and values used before them. Two maps are faster than one map
   * that is kept in order of use.
   */
  #recent: Map<string, unknown> = new Map();
  #earlier: Map<string, unknown> = new Map();

  /**
   * @param maxValues maximum number of known values, at least half of which are the most recently
   * used; default: unlimited
   */
  constructor(maxValues: number = Number.POSITIVE_INFINITY) {
    this.#recentLimit = maxValues / 2;
  }

  /** Returns the known value that is equal to the given one, or else the given value. */
  intern<T>(value: T): T {
    const text = JSON.stringify(value);
    const existing = (this.#recent.get(text) ?? this.#earlier.get(text) ?? value) as T;
    if (this.#recent.size >= this.#recentLimit) [this.#earlier, this.#recent] = [this.#recent, new Map()];
    this.#recent.set(text, existing);
    return existing;
  }
}
