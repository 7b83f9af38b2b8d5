import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../connector/is-probed.ts';
import { type ProbeTarget, probeUrl } from '../connector/probe-target.ts';
import { serverProtocolsOf } from '../connector/server-protocol.ts';
import { connectorUnreachable as event } from '../event/catalog/connector-unreachable.ts';
import type { ProbedAddress } from '../event/data/probe-data.ts';
import { MAX_ADDRESSES, probedFinding } from '../evidence/served-finding.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { currentOrLastKnown, type ScanResult, type UnavailableResult } from '../scan-result.ts';
import { listedEndpoints } from '../served/listed-endpoints.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Rule } from './rule.ts';

/** An address, or the host name, whose latest probes failed often enough to be reported. */
interface FailingProbe {
  readonly result: UnavailableResult<unknown>;
  /** undefined if the host name could not be resolved. */
  readonly endpoint: Endpoint | undefined;
  readonly connector: Connector;
  /** True if name resolution no longer returns the address. */
  readonly isUnlisted: boolean;
}

/** Returns the host name if it cannot be resolved, or else the failing addresses. */
function failingProbes(
  result: ScanResult<readonly Endpoint[]>,
  connector: Connector,
  failureThreshold: number,
): readonly FailingProbe[] {
  if (result.kind === 'unavailable')
    return result.times >= failureThreshold ? [{ result, endpoint: undefined, connector, isUnlisted: false }] : [];
  return result.value.flatMap((endpoint) => {
    const { conversation, unlisted } = endpoint;
    if (conversation.kind === 'available' || conversation.times < failureThreshold) return [];
    return [{ result: conversation, endpoint, connector, isUnlisted: unlisted !== undefined }];
  });
}

/**
 * Returns the time of the last successful probe of any address that name resolution still returns.
 */
function lastSeenOf(result: ScanResult<readonly Endpoint[]>): Instant | undefined {
  const times = (currentOrLastKnown(listedEndpoints(result))?.value ?? []).flatMap(
    ({ conversation }) => currentOrLastKnown(conversation)?.at ?? [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

function probedAddresses({ result: { problem, times, since }, endpoint }: FailingProbe): readonly ProbedAddress[] {
  if (endpoint === undefined) return [];
  const { address, keyType } = endpoint;
  return [{ address, ...(keyType === 'any' ? {} : { keyType }), ...errorFacts(problem), times, since }];
}

function isProbedConnector(connector: Connector): connector is Connector & { readonly probe: ProbeTarget } {
  return isProbed(connector);
}

/**
 * Reports a connector if `failureThreshold` probes of an address failed in a row, or as many
 * resolutions of its host name.
 */
export const connectorUnreachable: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ selections, observation, settings }) =>
    selections.flatMap(({ connector }) => {
      const result = observation.endpoints.get(connector.name);
      if (result === undefined || !isProbedConnector(connector)) return [];
      const { name, direction, probe } = connector;
      const [first, ...others] = failingProbes(result, connector, probe.failureThreshold);
      if (first === undefined) return [];
      const lastSeen = lastSeenOf(result);
      return probedFinding([first, ...others], (reported) => {
        const { problem } = reported[0].result;
        return {
          ...event.contentOf(
            { connector: name, probe: probeUrl(probe), reason: problem.reason },
            {
              connector: name,
              direction,
              fqdn: probe.serverName ?? probe.host,
              ...errorFacts(problem),
              probes: [probeUrl(probe)],
              serverProtocols: serverProtocolsOf([connector]),
              addresses: reported.flatMap(probedAddresses).slice(0, MAX_ADDRESSES),
              ...(lastSeen === undefined ? {} : { lastSeen }),
            },
          ),
          subject: name,
          remedy: [probeCommand(settings, name)],
        };
      });
    }),
};
