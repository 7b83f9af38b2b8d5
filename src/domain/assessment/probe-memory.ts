import type { Connector } from '../connector/connector.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { Observation } from '../observation/observation.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint, ProbeMemory, ServedBaseline } from '../served/served.ts';
import { extendBaseline, type ServedObservation } from '../served/served-baseline.ts';

/**
 * Returns what earlier scans remembered of a connector, or undefined if there is nothing or its
 * probe URL has changed.
 */
export function probeMemoryOf(
  { name, probe }: Connector,
  { memory }: Pick<Observation, 'memory'>,
): ProbeMemory | undefined {
  const probeMemory = memory.probes.get(name);
  return probe !== undefined && probeMemory?.url === probeUrl(probe) ? probeMemory : undefined;
}

/**
 * Returns the last known endpoints whose addresses name resolution still returns. Another address
 * may belong to another server now, so its results say nothing about the connector.
 */
export function lastListedEndpoints(result: ScanResult<readonly Endpoint[]> | undefined): readonly Endpoint[] {
  const endpoints = result === undefined ? [] : (currentOrLastKnown(result)?.value ?? []);
  return endpoints.filter(({ unlisted }) => unlisted === undefined);
}

/**
 * Returns the certificates that the addresses last served. An earlier scan may have seen the same
 * results, because not every scan follows a probe.
 */
function servedCertificatesIn(result: ScanResult<readonly Endpoint[]> | undefined): readonly ServedObservation[] {
  return lastListedEndpoints(result).flatMap(({ conversation }) => {
    const lastResult = currentOrLastKnown(conversation);
    return lastResult?.value.tls === undefined ? [] : [{ tls: lastResult.value.tls, at: lastResult.at }];
  });
}

/**
 * Returns the baseline of a connector: the last served certificate with a trusted chain, and the
 * last one with a matching name. The certificates of this scan are included.
 */
export function currentBaseline(connector: Connector, observation: Observation): ServedBaseline {
  const { endpoints, computer } = observation;
  const previousBaseline = probeMemoryOf(connector, observation)?.baseline ?? {};
  const served = servedCertificatesIn(endpoints.get(connector.name));
  return extendBaseline(previousBaseline, connector, served, computer.fqdn);
}
