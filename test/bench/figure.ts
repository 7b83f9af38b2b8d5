/** One line of the benchmark: smaller is better, unless it says otherwise. */
export interface Figure {
  /** As the goals are numbered. */
  readonly name: string;
  readonly what: string;
  /** NaN: could not be measured here. */
  readonly value: number;
  readonly goal: number;
  readonly isMoreBetter?: boolean;
  /** Empty for a ratio. */
  readonly unit: string;
  /** The measured values: medians, ms unless their names say otherwise. */
  readonly of: Readonly<Record<string, number>>;
}
