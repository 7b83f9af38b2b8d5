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
 * The inventories (the connectors and stores of one server each) that are discovered automatically.
 * Their readers are kept over reloads, because a reader remembers its last readable parts. The
 * cache around a reader starts again.
 */
export class DiscoveredInventories {
  readonly #clock: Clock;
  readonly #sources: Map<string, InventorySource> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Returns the sources of the inventories that a configuration enables. A kept reader keeps the
   * `computer` of its first configuration, which cannot change without a restart.
   */
  sourcesFor({ discover, computer, inventory }: Configuration): readonly InventorySource[] {
    const dependencies = {
      clock: this.#clock,
      run: runWithoutCapability(runTool, dropCapabilitiesCommand),
      computer: computer.fqdn,
      interfaces: () => hostInterfaces(),
    };
    return openDiscovery(discover, dependencies).map((newSource) => {
      // A different export file has its own reader.
      const key = newSource.name === 'exchange' ? `${newSource.name} ${discover.exchangeExport}` : newSource.name;
      const source = this.#sources.get(key) ?? newSource;
      this.#sources.set(key, source);
      return cachedInventory({
        name: source.name,
        read: async (signal, scope) => dropDuplicateNames(await source.read(signal, scope), inventory),
        storeOf: (definition) => source.storeOf?.(definition),
      });
    });
  }
}
