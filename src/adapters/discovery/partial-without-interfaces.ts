import type { Inventory } from '../../domain/connector/inventory.ts';
import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';

/** Returns whether the server is not installed or not configured. Then no connector is left out. */
function isServerMissing({ connectors, stores }: Inventory, problems: readonly Problem[]): boolean {
  const hasMissingReason = problems.some(({ reason }) => reason === 'not_installed' || reason === 'not_configured');
  return connectors.length + stores.length === 0 && hasMissingReason;
}

/**
 * Makes the inventory (connectors and stores) of a server partial while the system does not list
 * the addresses of this host: connectors whose sockets are at `::`, at an interface or at only one
 * address are left out then. A partial inventory is an unavailable result with the readable part.
 * Because it is unavailable, the last complete inventory stays in use, and no condition of these
 * connectors is cleared.
 */
export function partialWithoutInterfaces(
  source: InventorySource,
  { interfaces }: Pick<DiscoveryDependencies, 'interfaces'>,
): InventorySource {
  return {
    name: source.name,
    async read(signal, scope): Promise<ScanResult<Inventory>> {
      const result = await source.read(signal, scope);
      const addresses = interfaces();
      if (addresses.kind === 'value' || result.kind === 'unavailable' || isServerMissing(result.value, result.problems))
        return result;
      const failure = DISCOVERY_FAILURES.interfaces_not_listed({ cause: addresses.failure });
      return unavailable(result.at, problemOfFailure('io_error', 'getifaddrs', failure), result.value);
    },
  };
}
