import type { Connector } from '../connector/connector.ts';
import type { Inventory } from '../connector/inventory.ts';
import type { Memory } from '../observation/memory.ts';
import type { ScanResult } from '../scan-result.ts';
import { probeUrl } from './probe-target.ts';

function isWithdrawn({ starttls, fqdnOrigin, name, probe }: Connector, probes: Memory['probes']): boolean {
  if (starttls || fqdnOrigin !== 'discovered' || probe === undefined) return false;
  const known = probes.get(name);
  return known?.offeredAt !== undefined && known.url === probeUrl(probe);
}

/**
 * What was found, with those servers held to offer TLS that were seen to, whatever their settings say now: nobody said to
 * mailcertd that it is to end.
 */
export function keepStarttlsExpectation(look: ScanResult<Inventory>, probes: Memory['probes']): ScanResult<Inventory> {
  if (look.kind === 'blind' || !look.value.connectors.some((connector) => isWithdrawn(connector, probes))) return look;
  const connectors = look.value.connectors.map((connector) =>
    isWithdrawn(connector, probes) ? { ...connector, starttls: true } : connector,
  );
  return { ...look, value: { ...look.value, connectors } };
}
