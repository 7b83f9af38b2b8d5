import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { InventorySource } from '../ports/stores.ts';

/**
 * Returns the connectors and stores that an inventory (a list of both from one source) had in the
 * daemon's last scan.
 */
function inventoryOf(name: string, { connectors, stores }: Observed): Inventory {
  return {
    connectors: connectors.flatMap(({ connector }) => (connector.source.inventory === name ? [connector] : [])),
    stores: stores.flatMap(({ store }) =>
      store.source.inventory === name && !isConnectorFile(store.name) ? [store] : [],
    ),
  };
}

/**
 * Returns an inventory source with the daemon's last scan: while the inventory is unavailable, its
 * last known connectors and stores are those of that scan.
 */
export function withLastObserved(
  source: InventorySource,
  readLastObserved: () => Promise<Observed | undefined>,
): InventorySource {
  const read: InventorySource['read'] = async (signal, scope) => {
    const result = await source.read(signal, scope);
    if (result.kind === 'available' || result.last !== undefined) return result;
    const observed = await readLastObserved();
    return observed === undefined
      ? result
      : { ...result, last: { at: result.since, value: inventoryOf(source.name, observed) } };
  };
  // A command does not watch the source, and opens stores with `ScanSources.storeOf`.
  return { name: source.name, read };
}
