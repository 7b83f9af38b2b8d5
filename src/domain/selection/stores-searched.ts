import type { StoreDefinition } from '../connector/connector.ts';

/**
 * Returns the stores that connectors of an inventory search: its own, or else all stores that
 * belong to no inventory. Without an inventory, the latter.
 */
export function storesSearched<T extends Pick<StoreDefinition, 'personal' | 'onlyFor'>>(
  stores: readonly T[],
  inventory?: string,
): readonly T[] {
  const personal = stores.filter((store) => store.personal);
  const ofInventory = personal.filter(({ onlyFor }) => onlyFor !== undefined && onlyFor === inventory);
  return ofInventory.length > 0 ? ofInventory : personal.filter(({ onlyFor }) => onlyFor === undefined);
}
