/**
 * Of equal values one, the first that came: thousands are kept, and most have something in common. Equal are those whose JSON is
 * the same, so they have to be plain.
 */
export class DistinctValues {
  readonly #half: number;
  /** By their JSON text: those that were asked for lately, and those before them. To keep one map in that order costs more. */
  #recent: Map<string, unknown> = new Map();
  #earlier: Map<string, unknown> = new Map();

  /** @param most so many are known at one time, and half of them at least are those that were asked for last; left out: all */
  constructor(most: number = Number.POSITIVE_INFINITY) {
    this.#half = most / 2;
  }

  /** An equal value that is known, else this. */
  once<T>(value: T): T {
    const text = JSON.stringify(value);
    const known = (this.#recent.get(text) ?? this.#earlier.get(text) ?? value) as T;
    if (this.#recent.size >= this.#half) [this.#earlier, this.#recent] = [this.#recent, new Map()];
    this.#recent.set(text, known);
    return known;
  }
}
