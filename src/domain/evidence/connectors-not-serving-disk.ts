import type { Assessment } from '../assessment/assess.ts';
import { servedEndpoints, servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose last probe results show a certificate that is not the one on disk,
 * so that no event about files on disk covers what their servers serve:
 * - Send connectors with a probe result, because the probed server is a remote one
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
