import type { Inventory } from '../../domain/connector/inventory.ts';
import { lastKnown } from '../../domain/scan-result.ts';
import type { InventorySource } from '../ports/stores.ts';

/** Number of monitored connectors and stores. */
export interface Watched {
  readonly connectors: number;
  readonly stores: number;
}

/**
 * Counts the configured and discovered connectors and stores. Inventories that cannot be read are
 * left out; the first scan reports them.
 */
export async function countWatched(
  configured: Inventory,
  inventories: readonly InventorySource[],
  signal: AbortSignal,
): Promise<Watched> {
  const results = await Promise.all(inventories.map((source) => source.read(signal).catch(() => undefined)));
  const all = [configured, ...results.flatMap((result) => (result && lastKnown(result)?.value) ?? [])];
  const sum = (of: keyof Watched): number => all.reduce((total, each) => total + each[of].length, 0);
  return { connectors: sum('connectors'), stores: sum('stores') };
}
