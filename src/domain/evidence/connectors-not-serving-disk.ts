import type { Assessment } from '../assessment/assess.ts';
import { servedEndpoints, servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose servers are known not to serve the certificate on disk. Events about
 * files on disk therefore do not report what these servers serve.
 * - Send connectors
 * - Receive connectors that serve another certificate than the one on disk, at an address that name
 *   resolution still returns
 */
export function connectorsNotServingDisk(assessment: Assessment): ReadonlySet<string> {
  const sendEndpoints = servedEndpoints(assessment).filter(({ connector }) => connector.direction === 'send');
  const differingEndpoints = servedTlsEndpoints(assessment).filter((endpoint) => {
    if (endpoint.isUnlisted) return false;
    const { kind } = servedVsDisk(endpoint, assessment);
    return kind === 'differs' || kind === 'awaits-reload';
  });
  return new Set([...sendEndpoints, ...differingEndpoints].map(({ connector }) => connector.name));
}
