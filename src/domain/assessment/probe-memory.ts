import type { Connector } from '../connector/connector.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { Observation } from '../observation/observation.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint, ProbeMemory, ServedBaseline } from '../served/served.ts';
import { extendBaseline, type ServedObservation } from '../served/served-baseline.ts';

/**
 * Returns the memory of a connector's earlier probes, or undefined if there is none for its current
 * probe URL.
 */
export function probeMemoryOf(
  { name, probe }: Connector,
  { memory }: Pick<Observation, 'memory'>,
): ProbeMemory | undefined {
  const probeMemory = memory.probes.get(name);
  return probe !== undefined && probeMemory?.url === probeUrl(probe) ? probeMemory : undefined;
}

/**
 * Returns the last known results of the addresses that name resolution still returns. An address
 * that it no longer returns (`unlisted`) may belong to another server now, so the results of that
 * address say nothing about the connector.
 */
export function lastListedEndpoints(result: ScanResult<readonly Endpoint[]> | undefined): readonly Endpoint[] {
  const endpoints = result === undefined ? [] : (currentOrLastKnown(result)?.value ?? []);
  return endpoints.filter(({ unlisted }) => unlisted === undefined);
}

/**
 * Returns the certificates that the addresses last served. They may already be in the baseline,
 * because the results stay the same until the next probe.
 */
function servedCertificatesIn(result: ScanResult<readonly Endpoint[]> | undefined): readonly ServedObservation[] {
  return lastListedEndpoints(result).flatMap(({ conversation }) => {
    const lastResult = currentOrLastKnown(conversation);
    if (lastResult?.value.tls === undefined) return []; // No TLS was offered, so no certificate.
    return [{ tls: lastResult.value.tls, at: lastResult.at }];
  });
}

/**
 * Returns the baseline of a connector, with which later served certificates are compared: the last
 * certificate with a trusted chain and the last one with a matching name, up to this scan.
 */
export function currentBaseline(connector: Connector, observation: Observation): ServedBaseline {
  const { endpoints, computer } = observation;
  const previousBaseline = probeMemoryOf(connector, observation)?.baseline ?? {};
  const served = servedCertificatesIn(endpoints.get(connector.name));
  return extendBaseline(previousBaseline, connector, served, computer.fqdn);
}
