import type { Peers } from './peers.ts';

/** How thoroughly it is measured. */
export interface Measures {
  /** How often each figure is taken. */
  readonly runs: number;
  /** How many files are changed, one after the other: of a hundred the second worst is the p99. */
  readonly changes: number;
  /** How many probes are sent in a run. */
  readonly probes: number;
  /** How long a daemon has nothing to do before its memory is read, ms: what a pass took is given back by and by. */
  readonly restMs: number;
  /** How long a daemon is watched that does nothing but probe, ms. */
  readonly probingMs: number;
}

/** What all measures work with. */
export interface Stage {
  /** Outside the repository. */
  readonly folder: string;
  readonly peers: Peers;
  readonly measures: Measures;
  readonly sizes: { readonly small: number; readonly middle: number; readonly large: number };
  readonly trees: { readonly small: string; readonly middle: string; readonly large: string };
}
