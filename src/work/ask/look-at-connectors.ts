import { assess, certificatesOf } from '../../domain/observation/assess.ts';
import type { ConnectorsSight } from '../operations.ts';
import { type LookMeans, lookOnce } from './look-once.ts';

/** Looks at stores and named files now, and at what connectors choose of them; nobody is spoken to. */
export async function lookAtConnectors(means: LookMeans, signal: AbortSignal): Promise<ConnectorsSight> {
  const { probes: _, ...surroundings } = means.surroundings;
  const at = means.clock.now();
  const sight = await lookOnce({ ...means, surroundings }, at, signal);
  const { selections } = assess(sight.observation, means.settings, sight.byName);
  return {
    at,
    connectors: selections,
    certificates: certificatesOf(sight.observation).length,
    withThumbprint: (thumbprint) => sight.byName.withThumbprint(thumbprint),
  };
}
