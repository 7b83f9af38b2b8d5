import type { AnchorsIdentity } from '../../domain/certificate/anchors-identity.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { anchorsOfResult } from '../../domain/served/anchors-of-result.ts';
import type { ReadAnchors } from '../ports/probes.ts';

/**
 * Returns the current trust anchors of connectors, by name. Leaves out connectors whose probe
 * results contain no verdict. Each list of trust sources is read once.
 * @param endpoints the probe results of the connectors
 */
export async function readCurrentAnchors(
  readAnchors: ReadAnchors,
  connectors: Iterable<Pick<Connector, 'name' | 'trust'>>,
  endpoints: Observation['endpoints'],
): Promise<ReadonlyMap<string, AnchorsIdentity>> {
  const anchorsBySources = new Map<string, AnchorsIdentity>();
  const anchorsByConnector = new Map<string, AnchorsIdentity>();
  for (const { name, trust } of connectors) {
    if (anchorsOfResult(endpoints.get(name)).length === 0) continue;
    const sourcesKey = trust === undefined ? '' : JSON.stringify(trust);
    const anchors = anchorsBySources.get(sourcesKey) ?? (await readAnchors(trust));
    anchorsBySources.set(sourcesKey, anchors);
    anchorsByConnector.set(name, anchors);
  }
  return anchorsByConnector;
}
