import { MAIL_SERVERS } from '../connector/discover.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { LISTENERS, type Listener, MAIL_PORTS } from '../connector/listeners.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { reachableAddress } from '../connector/reachable-address.ts';
import {
  listedSockets,
  serversOf,
  socketText,
  type UnmonitoredServer,
  uncoveredListeners,
} from '../connector/unmonitored-servers.ts';
import { serverNotMonitored as event } from '../event/catalog/server-not-monitored.ts';
import type { Needs } from '../evidence/finding.ts';
import { coverageOf } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import { discoverCommand } from '../remedy/discover-command.ts';
import type { Scope } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Maximum number of suggested URLs. */
const MAX_PROBES = 10;

/**
 * Returns the scopes of the inventories (lists of connectors, and that of the listening sockets)
 * that decide whether a socket is covered.
 */
function requiredInventories({ inventories }: Observation): Needs {
  const servers = MAIL_SERVERS.filter((name) => inventories.has(name)).map((name): Scope => `inventory:${name}`);
  return [`inventory:${LISTENERS}`, `inventory:${CONFIGURATION}`, ...servers];
}

/**
 * Returns the servers that no connector covers; empty if one of these inventories is unavailable.
 */
function unmonitoredServers(observation: Observation): readonly UnmonitoredServer[] {
  const result = observation.inventories.get(LISTENERS);
  const coverage = coverageOf(observation);
  if (result?.kind !== 'available' || result.value.listeners === undefined) return [];
  if (requiredInventories(observation).some((scope) => coverage(scope) !== 'available')) return [];
  const connectors = [...observation.inventories.values()].flatMap((inventory) =>
    inventory.kind === 'available' ? inventory.value.connectors : [],
  );
  return serversOf(uncoveredListeners(result.value.listeners, connectors));
}

/**
 * Returns whether the sockets were listed before this scan. The list may then lack sockets of
 * settings that this scan has read, or contain sockets that were closed since then.
 */
function wereSocketsListedEarlier({ inventories, now }: Observation): boolean {
  const result = inventories.get(LISTENERS);
  return result?.kind === 'available' && result.at < now;
}

/**
 * Returns the probe URLs: one for each port whose sockets listen on every address of the host, and
 * one for each other socket.
 */
function probeUrls(sockets: readonly Listener[]): readonly string[] {
  const socketsToProbe = new Map<string, Listener>();
  for (const socket of sockets) {
    const { address, port } = socket;
    const probeKey = reachableAddress(address) === address ? `${port} ${address}` : `${port}`;
    if (!socketsToProbe.has(probeKey)) socketsToProbe.set(probeKey, socket);
  }
  return [...socketsToProbe.values()]
    .slice(0, MAX_PROBES)
    .map(({ address, port }) =>
      probeUrl({ protocol: MAIL_PORTS.get(port) ?? 'tls', host: reachableAddress(address), port }),
    );
}

/**
 * Reports programs that listen on mail ports of this host and that no discovery or connector
 * covers. One finding per program.
 */
export const serverNotMonitored: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, settings }) =>
    wereSocketsListedEarlier(observation)
      ? []
      : unmonitoredServers(observation).map((server) => {
          const listed = listedSockets(server);
          const sockets = socketText(listed, 'en');
          return {
            ...event.contentOf(
              { sockets, program: server.program ?? '' },
              { probes: probeUrls(server.sockets), ...listed },
            ),
            subject: sockets,
            remedy: [['ss', '-ltnp'], discoverCommand(settings)],
            clearingNeeds: requiredInventories(observation),
          };
        }),
  undecidedSubjects: ({ observation }) =>
    wereSocketsListedEarlier(observation)
      ? unmonitoredServers(observation).map((server) => socketText(listedSockets(server), 'en'))
      : [],
};
