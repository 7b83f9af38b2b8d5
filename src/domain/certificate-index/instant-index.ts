import { DAY, type Instant } from '../time.ts';

/** What happens when, found by time without walking the rest: kept day by day, so that adding needs no order. */
export class InstantIndex<T> {
  readonly #days: Map<number, T[]> = new Map();
  readonly #instantOf: (value: T) => Instant;
  #order: readonly number[] | undefined;

  constructor(instantOf: (value: T) => Instant) {
    this.#instantOf = instantOf;
  }

  add(value: T): void {
    const day = Math.floor(this.#instantOf(value) / DAY);
    const before = this.#days.get(day);
    if (before === undefined) {
      this.#days.set(day, [value]);
      this.#order = undefined;
    } else before.push(value);
  }

  /** All from one instant to another, both inclusive; the days in order, but within a day as they were added. */
  between(from: Instant, until: Instant): readonly T[] {
    this.#order ??= [...this.#days.keys()].sort((a, b) => a - b);
    const [first, last] = [Math.floor(from / DAY), Math.floor(until / DAY)];
    const found: T[] = [];
    for (const day of this.#order) {
      if (day < first) continue;
      if (day > last) break;
      const isInside = day > first && day < last;
      for (const value of this.#days.get(day) ?? []) {
        const at = isInside ? from : this.#instantOf(value);
        if (at >= from && at <= until) found.push(value);
      }
    }
    return found;
  }
}
