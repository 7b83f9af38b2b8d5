/** One result of the benchmark; smaller is better unless `isMoreBetter`. */
export interface Figure {
  /** The number of the goal. */
  readonly name: string;
  readonly what: string;
  /** NaN: it could not be measured on this machine. */
  readonly value: number;
  readonly goal: number;
  readonly isMoreBetter?: boolean;
  /** Empty for a ratio. */
  readonly unit: string;
  /** The measured values: medians, ms unless their names say otherwise. */
  readonly of: Readonly<Record<string, number>>;
}
