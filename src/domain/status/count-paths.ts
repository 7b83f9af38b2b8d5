import type { StoreState } from './status.ts';

/**
 * Returns the number of different paths of stores: a file that is listed with several keys counts
 * once.
 */
export function countPaths(states: readonly StoreState[]): number {
  return new Set(states.map(({ store }) => store.path)).size;
}
