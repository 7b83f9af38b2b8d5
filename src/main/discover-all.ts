import { resolve } from 'node:path';
import type { Configuration } from '../adapters/config/configuration.ts';
import { hostInterfaces } from '../adapters/discovery/host-interfaces.ts';
import { openDiscovery } from '../adapters/discovery/open-discovery.ts';
import { runTool } from '../adapters/discovery/run-tool.ts';
import { runWithoutCapability } from '../adapters/discovery/run-without-capability.ts';
import { dropCapabilitiesCommand } from '../adapters/system/drop-capabilities-command.ts';
import { DISCOVER_ALL, type DiscoverySettings, MAIL_SERVERS } from '../domain/connector/discover.ts';
import { dropDuplicateNames } from '../domain/connector/drop-duplicate-names.ts';
import { dropCoveredListeners, type FoundInventory } from '../domain/connector/found-inventory.ts';
import { LISTENERS } from '../domain/connector/listeners.ts';
import type { ReportProgress } from '../work/ports/progress.ts';
import type { Clock } from '../work/ports/system.ts';

function isConfigured(name: string, { discover }: Configuration): boolean {
  if (name === LISTENERS) return MAIL_SERVERS.some((server) => discover[server]);
  return name === 'exchange'
    ? discover.exchangeExport !== undefined
    : discover[name as keyof DiscoverySettings] === true;
}

/** The options of `discoverAll`. */
export interface DiscoverAllOptions {
  readonly clock: Clock;
  /** The path that replaces the configured export file of an Exchange server. */
  readonly exchangeExport: string | undefined;
  /** Receives how many sources are read; undefined: progress is not shown. */
  readonly reportProgress: ReportProgress | undefined;
}

/**
 * Returns everything that can be discovered on this host, whatever the configuration enables.
 * Leaves out names that the configuration uses, and listening sockets that a connector covers.
 */
export async function discoverAll(
  configuration: Configuration,
  { clock, exchangeExport, reportProgress }: DiscoverAllOptions,
  signal: AbortSignal,
): Promise<readonly FoundInventory[]> {
  const { computer, inventory, discover } = configuration;
  const dependencies = {
    clock,
    run: runWithoutCapability(runTool, dropCapabilitiesCommand),
    computer: computer.fqdn,
    interfaces: () => hostInterfaces(),
  };
  const exported = exchangeExport === undefined ? discover.exchangeExport : resolve(exchangeExport);
  const sources = openDiscovery({ ...DISCOVER_ALL, exchangeExport: exported }, dependencies);
  let done = 0;
  const all = await Promise.all(
    sources.map(async (source) => {
      const result = dropDuplicateNames(await source.read(signal), inventory);
      done += 1;
      reportProgress?.({ activity: 'discover', done, total: sources.length });
      return { name: source.name, result, isConfigured: isConfigured(source.name, configuration) };
    }),
  );
  return dropCoveredListeners(all, inventory.connectors);
}
