import type { Assessment } from '../assessment/assess.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose servers serve a certificate that was replaced on disk, and may not
 * have been reloaded since then. Until a later probe, the new files clear no condition of such a
 * connector.
 */
export function connectorsAwaitingReload(assessment: Assessment): ReadonlySet<string> {
  const awaitingReload = servedTlsEndpoints(assessment).filter(
    (endpoint) => servedVsDisk(endpoint, assessment).kind === 'awaits-reload',
  );
  return new Set(awaitingReload.map(({ connector }) => connector.name));
}
