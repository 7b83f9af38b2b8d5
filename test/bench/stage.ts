import type { Peers } from './peers.ts';

/** What all measures work with. */
export interface Stage {
  /** Outside the repository. */
  readonly folder: string;
  readonly peers: Peers;
  /** How often each figure is taken. */
  readonly runs: number;
  readonly sizes: { readonly small: number; readonly middle: number; readonly large: number };
  readonly trees: { readonly small: string; readonly middle: string; readonly large: string };
}
