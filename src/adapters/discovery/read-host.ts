import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { Host } from '../../formats/server-config/host.ts';
import { parseServicePorts } from '../../formats/server-config/service-ports.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { readSettings } from './read-settings.ts';

const SERVICES = '/etc/services';
/** What mail needs where a host has no such file. */
const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['smtp', 25],
  ['submission', 587],
  ['submissions', 465],
  ['smtps', 465],
]);

/**
 * What this host makes of names: of ports, and of these hosts. A name that nobody knows is left out.
 * @param known what it made of names before, which is added to: a resolver that is silent for a moment makes nothing gone
 */
export async function readHost(
  { interfaces }: DiscoveryDependencies,
  names: readonly string[],
  known: Map<string, readonly string[]> = new Map(),
): Promise<Host> {
  const services = await readSettings(SERVICES);
  const told = interfaces();
  for (const name of names) {
    try {
      // As a server asks: what this host has no way to is not answered.
      const found = await lookup(name, { all: true, hints: ADDRCONFIG });
      known.set(name, [...new Set(found.map(({ address }) => address))]);
    } catch {
      // It is told where it is named.
    }
  }
  return {
    ports: services.kind === 'read' ? parseServicePorts(services.bytes.toString()) : USUAL_PORTS,
    addresses: told.kind === 'value' ? [...told.value.values()].flat() : [],
    addressesOf: (name) => known.get(name),
  };
}
