import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { Host } from '../../formats/server-config/host.ts';
import { parseServicePorts } from '../../formats/server-config/service-ports.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { readSettings } from './read-settings.ts';

const SERVICES = '/etc/services';
/** The ports of mail, for a host without this file. */
const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['smtp', 25],
  ['submission', 587],
  ['submissions', 465],
  ['smtps', 465],
]);

/**
 * Resolves names of services and hosts as this host does. Unknown names are left out.
 * @param known earlier results, which are updated; they are kept when a resolver temporarily fails
 */
export async function readHost(
  { interfaces }: DiscoveryDependencies,
  names: readonly string[],
  known: Map<string, readonly string[]> = new Map(),
): Promise<Host> {
  const services = await readSettings(SERVICES);
  const resolved = interfaces();
  for (const name of names) {
    try {
      // ADDRCONFIG, as servers use it: address families that this host does not have are left out.
      const found = await lookup(name, { all: true, hints: ADDRCONFIG });
      known.set(name, [...new Set(found.map(({ address }) => address))]);
    } catch {
      // The problem is reported for the setting that has the name.
    }
  }
  return {
    ports: services.kind === 'read' ? parseServicePorts(services.bytes.toString()) : USUAL_PORTS,
    addresses: resolved.kind === 'value' ? [...resolved.value.values()].flat() : [],
    addressesOf: (name) => known.get(name),
  };
}
