import { resolve } from 'node:path';
import type { Configuration } from '../adapters/config/configuration.ts';
import { hostInterfaces } from '../adapters/discovery/host-interfaces.ts';
import { openDiscovery } from '../adapters/discovery/open-discovery.ts';
import { runTool } from '../adapters/discovery/run-tool.ts';
import { withoutCapability } from '../adapters/discovery/without-capability.ts';
import { withoutCapabilities } from '../adapters/system/without-capabilities.ts';
import { DISCOVER_ALL, type Discover } from '../domain/connector/discover.ts';
import type { FoundInventory } from '../domain/connector/found-inventory.ts';
import { withoutTaken } from '../domain/connector/without-taken.ts';
import type { Clock } from '../work/ports.ts';

function isConfigured(name: string, { discover }: Configuration): boolean {
  return name === 'exchange' ? discover.exchangeExport !== undefined : discover[name as keyof Discover] === true;
}

/**
 * All that can be found on this host, whatever a configuration says; without what that calls the same.
 * @param exchangeExport in place of the configured one
 */
export function discoverAll(
  configuration: Configuration,
  clock: Clock,
  exchangeExport: string | undefined,
  signal: AbortSignal,
): Promise<readonly FoundInventory[]> {
  const { computer, inventory, discover } = configuration;
  const means = {
    clock,
    run: withoutCapability(runTool, withoutCapabilities),
    computer: computer.fqdn,
    interfaces: () => hostInterfaces(),
  };
  const exported = exchangeExport === undefined ? discover.exchangeExport : resolve(exchangeExport);
  const sources = openDiscovery({ ...DISCOVER_ALL, exchangeExport: exported }, means);
  return Promise.all(
    sources.map(async (source) => ({
      name: source.name,
      look: withoutTaken(await source.read(signal), inventory),
      isConfigured: isConfigured(source.name, configuration),
    })),
  );
}
