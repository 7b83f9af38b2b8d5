import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { Host } from '../../formats/server-config/host.ts';
import { parseServicePorts } from '../../formats/server-config/service-ports.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { readSmallFile } from './read-small-file.ts';

const SERVICES = '/etc/services';
/** The ports of mail protocols, for a host without a readable /etc/services. */
const DEFAULT_MAIL_PORTS: ReadonlyMap<string, number> = new Map([
  ['smtp', 25],
  ['submission', 587],
  ['submissions', 465],
  ['smtps', 465],
]);

/**
 * Returns the properties of this host, with the addresses of host names. Names that cannot be
 * resolved are left out.
 * @param knownAddresses the results of earlier scans, which are updated. They are used if a
 * resolver fails temporarily.
 */
export async function readHost(
  { interfaces }: DiscoveryDependencies,
  names: readonly string[],
  knownAddresses: Map<string, readonly string[]> = new Map(),
): Promise<Host> {
  const services = await readSmallFile(SERVICES);
  const resolved = interfaces();
  for (const name of names) {
    try {
      // ADDRCONFIG, as servers use it: address families that this host does not have are left out.
      const resolvedAddresses = await lookup(name, { all: true, hints: ADDRCONFIG });
      knownAddresses.set(name, [...new Set(resolvedAddresses.map(({ address }) => address))]);
    } catch {
      // The problem is reported for the setting that has the name.
    }
  }
  return {
    ports: services.kind === 'read' ? parseServicePorts(services.bytes.toString()) : DEFAULT_MAIL_PORTS,
    addresses: resolved.kind === 'value' ? [...resolved.value.values()].flat() : [],
    addressesOf: (name) => knownAddresses.get(name),
  };
}
