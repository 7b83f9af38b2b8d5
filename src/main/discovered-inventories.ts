import type { Configuration } from '../adapters/config/configuration.ts';
import { cachedInventory } from '../adapters/discovery/cached-inventory.ts';
import { hostInterfaces } from '../adapters/discovery/host-interfaces.ts';
import { openDiscovery } from '../adapters/discovery/open-discovery.ts';
import { runTool } from '../adapters/discovery/run-tool.ts';
import { runWithoutCapability } from '../adapters/discovery/run-without-capability.ts';
import { dropCapabilitiesCommand } from '../adapters/system/drop-capabilities-command.ts';
import { dropDuplicateNames } from '../domain/connector/drop-duplicate-names.ts';
import type { InventorySource } from '../work/ports/stores.ts';
import type { Clock } from '../work/ports/system.ts';

/**
 * Inventories that are discovered automatically. They survive a reload, so that an unavailable
 * inventory keeps its last known content.
 */
export class DiscoveredInventories {
  readonly #clock: Clock;
  readonly #sources: Map<string, InventorySource> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the inventories that a configuration enables. */
  of({ discover, computer, inventory }: Configuration): readonly InventorySource[] {
    const dependencies = {
      clock: this.#clock,
      run: runWithoutCapability(runTool, dropCapabilitiesCommand),
      computer: computer.fqdn,
      interfaces: () => hostInterfaces(),
    };
    return openDiscovery(discover, dependencies).map((opened) => {
      // Another path means another export.
      const key = opened.name === 'exchange' ? `${opened.name} ${discover.exchangeExport}` : opened.name;
      const source = this.#sources.get(key) ?? opened;
      this.#sources.set(key, source);
      return cachedInventory({
        name: source.name,
        read: async (signal, scope) => dropDuplicateNames(await source.read(signal, scope), inventory),
        storeOf: (definition) => source.storeOf?.(definition),
      });
    });
  }
}
