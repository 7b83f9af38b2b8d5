import type { Connector } from '../connector/connector.ts';
import type { Inventory } from '../connector/inventory.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { ScanResult } from '../scan-result.ts';
import type { ProbeMemory } from './served.ts';

type Memories = ReadonlyMap<string, ProbeMemory>;

/** Returns whether the settings of a server no longer contain STARTTLS, which it offered before. */
function isWithdrawn({ starttls, fqdnOrigin, name, probe }: Connector, probes: Memories): boolean {
  if (starttls || fqdnOrigin !== 'discovered' || probe === undefined) return false;
  const memory = probes.get(name);
  return memory?.lastOfferedAt !== undefined && memory.url === probeUrl(probe);
}

/**
 * Returns a discovered inventory (the connectors and stores of one server) in which connectors that
 * offered STARTTLS before must still offer it, because a change in their settings may be a mistake.
 * Only the configuration of mailcertd can say that a server needs no STARTTLS.
 */
export function keepStarttlsExpectation(result: ScanResult<Inventory>, probes: Memories): ScanResult<Inventory> {
  if (result.kind === 'unavailable' || !result.value.connectors.some((connector) => isWithdrawn(connector, probes)))
    return result;
  const connectors = result.value.connectors.map((connector) =>
    isWithdrawn(connector, probes) ? { ...connector, starttls: true } : connector,
  );
  return { ...result, value: { ...result.value, connectors } };
}
