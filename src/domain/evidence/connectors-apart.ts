import type { Assessment } from '../assessment/assess.ts';
import { servedEndpoints, servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors with served certificates that no event about files on disk reports: Send
 * connectors, and servers that are known to use another certificate than the one on disk. Leaves out
 * unlisted addresses.
 */
export function connectorsApart(assessment: Assessment): ReadonlySet<string> {
  const remote = servedEndpoints(assessment).filter(({ connector }) => connector.direction === 'send');
  const other = servedTlsEndpoints(assessment).filter((endpoint) => {
    if (endpoint.isUnlisted) return false;
    const { kind } = servedVsDisk(endpoint, assessment);
    return kind === 'differs' || kind === 'settling';
  });
  return new Set([...remote, ...other].map(({ connector }) => connector.name));
}
