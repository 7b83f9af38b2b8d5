import type { StoreDefinition } from '../connector/connector.ts';

/**
 * The stores in which the connectors of an inventory look for their certificate: its own where it has such, else all that
 * are no other's. Without an inventory: these.
 */
export function storesSearched<T extends Pick<StoreDefinition, 'personal' | 'onlyFor'>>(
  stores: readonly T[],
  inventory?: string,
): readonly T[] {
  const personal = stores.filter((store) => store.personal);
  const own = personal.filter(({ onlyFor }) => onlyFor !== undefined && onlyFor === inventory);
  return own.length > 0 ? own : personal.filter(({ onlyFor }) => onlyFor === undefined);
}
