import type { Assessment } from '../assessment/assess.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Connectors whose servers were seen to serve something else than what is on disk, and may still be about to load that: what is
 * on disk resolves nothing for them yet, and no event about what they serve is due.
 */
export function settlingConnectors(assessment: Assessment): ReadonlySet<string> {
  const settling = servedTlsEndpoints(assessment).filter(
    (sight) => servedVsDisk(sight, assessment).kind === 'settling',
  );
  return new Set(settling.map(({ connector }) => connector.name));
}
