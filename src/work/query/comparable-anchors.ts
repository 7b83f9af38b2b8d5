import { type AnchorsIdentity, areComparable } from '../../domain/certificate/anchors-identity.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { anchorsOfResult } from '../../domain/served/anchors-of-result.ts';
import type { ReadAnchors } from '../ports/probes.ts';
import { readCurrentAnchors } from '../scan/read-current-anchors.ts';

/**
 * Returns the current trust anchors, by connector. Leaves out a connector if the anchors of its
 * verdicts and the current ones cannot be compared: this command or the daemon could not read them.
 * @param endpoints the daemon's probe results
 */
export async function comparableAnchors(
  readAnchors: ReadAnchors,
  connectors: readonly Connector[],
  endpoints: Observation['endpoints'],
): Promise<ReadonlyMap<string, AnchorsIdentity>> {
  const anchors = await readCurrentAnchors(readAnchors, connectors, endpoints);
  return new Map(
    [...anchors].filter(([name, current]) =>
      anchorsOfResult(endpoints.get(name)).every((earlier) => areComparable(earlier, current)),
    ),
  );
}
