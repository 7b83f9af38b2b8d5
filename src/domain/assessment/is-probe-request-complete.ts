import type { Observation } from '../observation/observation.ts';
import { awaitsProbe } from '../served/outdated-result.ts';
import type { ProbeRequest } from '../served/probe-request.ts';

/**
 * Returns whether a scan completes a probe request: none of its connectors still waits for a probe
 * after a change.
 */
export function isProbeRequestComplete({ connectors }: ProbeRequest, { endpoints }: Observation): boolean {
  return [...endpoints].every(
    ([name, result]) => (connectors.length > 0 && !connectors.includes(name)) || !awaitsProbe(result),
  );
}
