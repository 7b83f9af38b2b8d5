import type { Connector } from '../connector/connector.ts';
import type { Inventory } from '../connector/inventory.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { ScanResult } from '../scan-result.ts';
import type { ProbeMemory } from './served.ts';

type Memories = ReadonlyMap<string, ProbeMemory>;

function isWithdrawn({ starttls, fqdnOrigin, name, probe }: Connector, probes: Memories): boolean {
  if (starttls || fqdnOrigin !== 'discovered' || probe === undefined) return false;
  const memory = probes.get(name);
  return memory?.lastOfferedAt !== undefined && memory.url === probeUrl(probe);
}

/**
 * Returns a discovered inventory in which servers that offered STARTTLS before must still offer it.
 * A change in their settings may be a mistake; only the configuration can end the expectation.
 */
export function keepStarttlsExpectation(result: ScanResult<Inventory>, probes: Memories): ScanResult<Inventory> {
  if (result.kind === 'unavailable' || !result.value.connectors.some((connector) => isWithdrawn(connector, probes)))
    return result;
  const connectors = result.value.connectors.map((connector) =>
    isWithdrawn(connector, probes) ? { ...connector, starttls: true } : connector,
  );
  return { ...result, value: { ...result.value, connectors } };
}
