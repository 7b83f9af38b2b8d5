import type { Peers } from './peers.ts';

/** The thoroughness of the measurement. */
export interface Measures {
  /** The number of measurements of each figure. */
  readonly runs: number;
  /**
   * The number of files that are changed, one after the other. The second highest of a hundred
   * delays is the 99th percentile.
   */
  readonly changes: number;
  /** The number of probes in a run. */
  readonly probes: number;
  /**
   * The idle time of a daemon before its memory is read, ms: the memory of a scan is freed
   * gradually.
   */
  readonly restMs: number;
  /** The time for which a daemon that only probes is measured, ms. */
  readonly probingMs: number;
}

/** The common input of all measurements. */
export interface Stage {
  /** A directory outside of the repository. */
  readonly directory: string;
  readonly peers: Peers;
  readonly measures: Measures;
  readonly sizes: { readonly small: number; readonly middle: number; readonly large: number };
  readonly trees: { readonly small: string; readonly middle: string; readonly large: string };
}
