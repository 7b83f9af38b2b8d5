import type { StoreState } from './status.ts';

/** Returns the number of different paths of stores: a file with two sets of keys counts once. */
export function countPaths(states: readonly StoreState[]): number {
  return new Set(states.map(({ store }) => store.path)).size;
}
