import type { Peers } from './peers.ts';

/** The thoroughness of the measurement. */
export interface Measures {
  /** The number of measurements of each figure. */
  readonly runs: number;
  /**
   * The number of files that are changed, one after the other: the second worst of a hundred is the
   * p99.
   */
  readonly changes: number;
  /** The number of probes in a run. */
  readonly probes: number;
  /**
   * The idle time of a daemon before its memory is read, ms: the memory of a scan is freed
   * gradually.
   */
  readonly restMs: number;
  /** The time for which a daemon is measured that only probes, ms. */
  readonly probingMs: number;
}

/** The common input of all measurements. */
export interface Stage {
  /** Outside the repository. */
  readonly directory: string;
  readonly peers: Peers;
  readonly measures: Measures;
  readonly sizes: { readonly small: number; readonly middle: number; readonly large: number };
  readonly trees: { readonly small: string; readonly middle: string; readonly large: string };
}
