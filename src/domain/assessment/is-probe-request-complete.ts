import type { Observation } from '../observation/observation.ts';
import { awaitsProbe } from '../served/outdated-result.ts';
import type { ProbeRequest } from '../served/probe-request.ts';

/**
 * Returns whether the observation of a scan completes a user's request for probes: no requested
 * connector still waits for its probe. A request without connectors is for all of them.
 */
export function isProbeRequestComplete({ connectors }: ProbeRequest, { endpoints }: Observation): boolean {
  const isRequested = (name: string): boolean => connectors.length === 0 || connectors.includes(name);
  return [...endpoints].every(([connector, result]) => !isRequested(connector) || !awaitsProbe(result));
}
