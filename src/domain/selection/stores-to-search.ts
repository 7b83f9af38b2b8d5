import type { StoreDefinition } from '../connector/connector.ts';

/**
 * Returns the stores in which the connectors of an inventory (a list of connectors and stores, for
 * example those of one server) search their certificates. They are among the stores with
 * `personal`:
 * 1. the stores that belong to the inventory
 * 2. if there are none, or without an inventory: the stores that belong to no inventory
 */
export function storesToSearch<T extends Pick<StoreDefinition, 'personal' | 'onlyFor'>>(
  stores: readonly T[],
  inventory?: string,
): readonly T[] {
  const personalStores = stores.filter((store) => store.personal);
  const inventoryStores = personalStores.filter(({ onlyFor }) => onlyFor !== undefined && onlyFor === inventory);
  return inventoryStores.length > 0 ? inventoryStores : personalStores.filter(({ onlyFor }) => onlyFor === undefined);
}
