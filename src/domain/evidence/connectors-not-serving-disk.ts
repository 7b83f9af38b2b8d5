import type { Assessment } from '../assessment/assess.ts';
import { servedEndpoints, servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose servers are known not to serve the certificate on disk, so that no
 * event about files on disk reports the served certificate:
 * - Send connectors
 * - Receive connectors with a different certificate on disk, except at unlisted addresses
 */
export function connectorsNotServingDisk(assessment: Assessment): ReadonlySet<string> {
  const sendEndpoints = servedEndpoints(assessment).filter(({ connector }) => connector.direction === 'send');
  const differingEndpoints = servedTlsEndpoints(assessment).filter((endpoint) => {
    if (endpoint.isUnlisted) return false;
    const { kind } = servedVsDisk(endpoint, assessment);
    return kind === 'differs' || kind === 'settling';
  });
  return new Set([...sendEndpoints, ...differingEndpoints].map(({ connector }) => connector.name));
}
