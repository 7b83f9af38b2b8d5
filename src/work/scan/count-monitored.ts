import type { Inventory } from '../../domain/connector/inventory.ts';
import { currentOrLastKnown } from '../../domain/scan-result.ts';
import type { InventorySource } from '../ports/stores.ts';

/** The numbers of monitored connectors and stores. */
export interface MonitoredCounts {
  readonly connectors: number;
  readonly stores: number;
}

/**
 * Counts the configured and discovered connectors and stores. Inventories (their lists) that cannot
 * be read are left out; the first scan reports them.
 */
export async function countMonitored(
  configured: Inventory,
  inventories: readonly InventorySource[],
  signal: AbortSignal,
): Promise<MonitoredCounts> {
  const results = await Promise.all(inventories.map((source) => source.read(signal).catch(() => undefined)));
  const available = [configured, ...results.flatMap((result) => (result && currentOrLastKnown(result)?.value) ?? [])];
  const total = (part: keyof MonitoredCounts): number =>
    available.reduce((sum, inventory) => sum + inventory[part].length, 0);
  return { connectors: total('connectors'), stores: total('stores') };
}
