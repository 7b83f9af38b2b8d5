import type { AnchorsIdentity } from '../../domain/certificate/anchors-identity.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { anchorsIn } from '../../domain/served/other-anchors.ts';
import type { ReadAnchors } from '../ports/probes.ts';

/**
 * Returns the trust anchors of now, by connector. Leaves out connectors without a verdict whose
 * anchors could differ from them. Each list of sources is read once.
 * @param endpoints the probe results of the connectors
 */
export async function anchorsNow(
  readAnchors: ReadAnchors,
  connectors: Iterable<Pick<Connector, 'name' | 'trust'>>,
  endpoints: Observation['endpoints'],
): Promise<ReadonlyMap<string, AnchorsIdentity>> {
  const bySources = new Map<string, AnchorsIdentity>();
  const anchorsByConnector = new Map<string, AnchorsIdentity>();
  for (const { name, trust } of connectors) {
    if (anchorsIn(endpoints.get(name)).length === 0) continue;
    const sources = trust === undefined ? '' : JSON.stringify(trust);
    const anchors = bySources.get(sources) ?? (await readAnchors(trust));
    bySources.set(sources, anchors);
    anchorsByConnector.set(name, anchors);
  }
  return anchorsByConnector;
}
