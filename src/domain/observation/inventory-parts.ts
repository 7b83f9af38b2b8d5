import type { Inventory } from '../connector/inventory.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { Observation } from './observation.ts';

/**
 * Returns whether all inventories (lists of connectors and stores, one for each source) are
 * available, and there is at least one.
 */
export function areInventoriesAvailable({ inventories }: Observation): boolean {
  return inventories.size > 0 && [...inventories.values()].every(({ kind }) => kind === 'available');
}

/**
 * Returns the parts of all inventories that could not be read and of which nothing is known, and
 * the parts that were read. The name of each inventory is one of the read parts.
 */
export function inventoryParts({ inventories }: Observation): Pick<Inventory, 'unreadParts' | 'readParts'> {
  const values = [...inventories.values()].flatMap((result) => currentOrLastKnown(result)?.value ?? []);
  return {
    unreadParts: values.flatMap(({ unreadParts = [] }) => unreadParts),
    readParts: [...inventories.keys(), ...values.flatMap(({ readParts = [] }) => readParts)],
  };
}
