/** One line of the benchmark: smaller is better. */
export interface Figure {
  /** As the goals are numbered. */
  readonly name: string;
  readonly what: string;
  /** NaN: could not be measured here. */
  readonly value: number;
  readonly goal: number;
  /** Empty for a ratio. */
  readonly unit: string;
  /** What it was computed from: medians, ms unless their names say otherwise. */
  readonly of: Readonly<Record<string, number>>;
}
