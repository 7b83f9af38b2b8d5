import type { StoreState } from './status.ts';

/**
 * Returns the number of certificates that were read. A certificate of a connector file that is also
 * in a store counts once.
 */
export function countCertificates(stores: readonly StoreState[]): number {
  return stores.reduce(
    (sum, state) => sum + (state.kind === 'read' ? state.certificates - (state.repeated ?? 0) : 0),
    0,
  );
}
