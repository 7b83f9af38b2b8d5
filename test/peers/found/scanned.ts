import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { keepUnreadParts } from '../../../src/domain/connector/unread-parts.ts';
import { coverageOf } from '../../../src/domain/observation/coverage.ts';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import type { Coverage } from '../../../src/domain/scope.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { CALM, connector, Life } from '../../domain/world.ts';

/** The result of a scan of one discovered server. */
export interface Scanned {
  readonly inventory: Inventory | undefined;
  /** Names of the connectors and stores, sorted. */
  readonly names: readonly string[];
  /** Reasons of the problems. */
  readonly problems: readonly string[];
  readonly coverage: Coverage;
}

/**
 * Scans a discovered server, as the daemon does.
 * @param before the previous scan; left out: nothing is known of the server
 */
export async function scanned(source: InventorySource, before?: Scanned): Promise<Scanned> {
  const result = keepUnreadParts(await source.read(new AbortController().signal), before?.inventory);
  const inventory = currentOrLastKnown(result)?.value;
  const named = [...(inventory?.connectors ?? []), ...(inventory?.stores ?? [])];
  const observed = new Life().observe({ ...CALM, connectors: [connector('Default MAIL01')] });
  return {
    inventory,
    names: named.map(({ name }) => name).sort(),
    problems: (result.kind === 'available' ? result.problems : [result.problem]).map(({ reason }) => reason),
    coverage: coverageOf({ ...observed, inventories: new Map([...observed.inventories, [source.name, result]]) }),
  };
}
