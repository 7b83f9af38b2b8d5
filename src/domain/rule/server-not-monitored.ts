import { MAIL_SERVERS } from '../connector/discover.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { LISTENERS, type Listener, MAIL_PORTS } from '../connector/listeners.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { reached } from '../connector/reached.ts';
import { serversOf, socketList, type UnmonitoredServer, uncoveredListeners } from '../connector/unmonitored-servers.ts';
import { serverNotMonitored as event } from '../event/catalog/server-not-monitored.ts';
import type { Needs } from '../evidence/finding.ts';
import { coverageOf } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import { discoverCommand } from '../remedy/discover-command.ts';
import type { Scope } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Maximum number of suggested URLs. */
const MOST_PROBES = 10;

/** Returns the inventories that decide whether a socket is covered. */
function needsOf({ inventories }: Observation): Needs {
  const servers = MAIL_SERVERS.filter((name) => inventories.has(name)).map((name): Scope => `inventory:${name}`);
  return [`inventory:${LISTENERS}`, `inventory:${CONFIGURATION}`, ...servers];
}

/** Returns the servers that no connector covers; empty if an inventory is unavailable. */
function unmonitoredIn(observation: Observation): readonly UnmonitoredServer[] {
  const result = observation.inventories.get(LISTENERS);
  const coverage = coverageOf(observation);
  if (result?.kind !== 'available' || result.value.listeners === undefined) return [];
  if (needsOf(observation).some((scope) => coverage(scope) !== 'available')) return [];
  const connectors = [...observation.inventories.values()].flatMap((each) =>
    each.kind === 'available' ? each.value.connectors : [],
  );
  return serversOf(uncoveredListeners(result.value.listeners, connectors));
}

/** Returns whether the sockets were listed before this scan, which may have read newer settings. */
function isListedBefore({ inventories, now }: Observation): boolean {
  const result = inventories.get(LISTENERS);
  return result?.kind === 'available' && result.at < now;
}

/** Returns the probe URLs: one for each port at every address, and one for each other socket. */
function probesOf(sockets: readonly Listener[]): readonly string[] {
  const needed = new Map<string, Listener>();
  for (const each of sockets) {
    const { address, port } = each;
    const socketText = reached(address) === address ? `${port} ${address}` : `${port}`;
    if (!needed.has(socketText)) needed.set(socketText, each);
  }
  return [...needed.values()]
    .slice(0, MOST_PROBES)
    .map(({ address, port }) => probeUrl({ protocol: MAIL_PORTS.get(port) ?? 'tls', host: reached(address), port }));
}

/**
 * Reports programs that listen on mail ports of this host and that no discovery or connector
 * covers. One finding per program.
 */
export const serverNotMonitored: Rule = {
  event,
  timed: false,
  evaluate: ({ observation, settings }) =>
    isListedBefore(observation)
      ? []
      : unmonitoredIn(observation).map((server) => {
          const sockets = socketList(server);
          return {
            event,
            subject: sockets,
            parameters: [sockets, server.program ?? ''],
            facts: { probes: probesOf(server.sockets) },
            remedy: [['ss', '-ltnp'], discoverCommand(settings)],
            needs: needsOf(observation),
            step: 0,
          };
        }),
  undecided: ({ observation }) =>
    isListedBefore(observation) ? unmonitoredIn(observation).map((server) => socketList(server)) : [],
};
