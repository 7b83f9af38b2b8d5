import type { Assessment } from '../assessment/assess.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose servers may still load the certificate on disk, because they serve
 * another. Until then the files resolve nothing, and no event about the served certificate is due.
 */
export function settlingConnectors(assessment: Assessment): ReadonlySet<string> {
  const settling = servedTlsEndpoints(assessment).filter(
    (endpoint) => servedVsDisk(endpoint, assessment).kind === 'settling',
  );
  return new Set(settling.map(({ connector }) => connector.name));
}
