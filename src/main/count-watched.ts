import type { Inventory } from '../domain/connector/inventory.ts';
import { lastKnown } from '../domain/scan-result.ts';
import type { InventorySource } from '../work/ports/stores.ts';

/** How much there is to watch. */
export interface Watched {
  readonly connectors: number;
  readonly stores: number;
}

/** Counts what a configuration names and what is found besides; what cannot be read now the first pass tells of. */
export async function countWatched(
  configured: Inventory,
  found: readonly InventorySource[],
  signal: AbortSignal,
): Promise<Watched> {
  const looks = await Promise.all(found.map((source) => source.read(signal).catch(() => undefined)));
  const all = [configured, ...looks.flatMap((look) => (look && lastKnown(look)?.value) ?? [])];
  const sum = (of: keyof Watched): number => all.reduce((total, each) => total + each[of].length, 0);
  return { connectors: sum('connectors'), stores: sum('stores') };
}
