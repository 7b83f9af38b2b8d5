import type { Assessment } from '../assessment/assess.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose servers serve a certificate that was replaced on disk and may not
 * have been reloaded yet. Until then, the new files clear no condition, and no event about the
 * served certificate is raised.
 */
export function settlingConnectors(assessment: Assessment): ReadonlySet<string> {
  const settling = servedTlsEndpoints(assessment).filter(
    (endpoint) => servedVsDisk(endpoint, assessment).kind === 'settling',
  );
  return new Set(settling.map(({ connector }) => connector.name));
}
