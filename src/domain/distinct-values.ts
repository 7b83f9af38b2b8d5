/**
 * Shares one object between equal values, because thousands of values are stored and most are
 * equal. Values are equal if their JSON is equal, so they must be plain objects.
 */
export class DistinctValues {
  readonly #recentLimit: number;
  /**
   * By JSON: recently used values, and those used before them. One map in order of use is slower.
   */
  #recent: Map<string, unknown> = new Map();
  #earlier: Map<string, unknown> = new Map();

  /**
   * @param maxValues maximum number of known values; at least half of them are the most recently used;
   * default unlimited
   */
  constructor(maxValues: number = Number.POSITIVE_INFINITY) {
    this.#recentLimit = maxValues / 2;
  }

  /** Returns a known equal value, or the given value. */
  intern<T>(value: T): T {
    const text = JSON.stringify(value);
    const existing = (this.#recent.get(text) ?? this.#earlier.get(text) ?? value) as T;
    if (this.#recent.size >= this.#recentLimit) [this.#earlier, this.#recent] = [this.#recent, new Map()];
    this.#recent.set(text, existing);
    return existing;
  }
}
