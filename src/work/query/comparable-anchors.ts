import { type AnchorsIdentity, isComparable } from '../../domain/certificate/anchors-identity.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { anchorsIn } from '../../domain/served/other-anchors.ts';
import type { ReadAnchors } from '../ports/probes.ts';
import { anchorsNow } from '../scan/anchors-now.ts';

/**
 * Returns the trust anchors of now, by connector. Leaves out connectors whose verdicts were made
 * with anchors that the account of this command or that of the daemon cannot read.
 * @param endpoints the daemon's probe results
 */
export async function comparableAnchors(
  readAnchors: ReadAnchors,
  connectors: readonly Connector[],
  endpoints: Observation['endpoints'],
): Promise<ReadonlyMap<string, AnchorsIdentity>> {
  const anchors = await anchorsNow(readAnchors, connectors, endpoints);
  return new Map(
    [...anchors].filter(([name, now]) => anchorsIn(endpoints.get(name)).every((earlier) => isComparable(earlier, now))),
  );
}
