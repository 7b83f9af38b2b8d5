import type { Assessment } from '../assessment/assess.ts';
import { reloadCommands } from '../remedy/probe-command.ts';
import type { Command } from '../remedy/remedy.ts';
import { servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk } from './served-vs-disk.ts';

/**
 * Returns the connectors whose servers serve a certificate that was replaced on disk, and may not
 * have been reloaded since then, each with the commands that reload its server. Until a later probe,
 * the new files clear no condition of such a connector.
 */
export function connectorsAwaitingReload(assessment: Assessment): ReadonlyMap<string, readonly Command[]> {
  const awaitingReload = servedTlsEndpoints(assessment).filter(
    (endpoint) => servedVsDisk(endpoint, assessment).kind === 'awaits-reload',
  );
  return new Map(
    awaitingReload.map(({ connector }) => [connector.name, reloadCommands(assessment.settings, [connector])]),
  );
}
