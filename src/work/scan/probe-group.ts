import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { outdatedSince } from '../../domain/served/outdated-result.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { ProbedConnector, ProbeStart } from './probed-connector.ts';

/** A connector whose probe has started. */
interface StartedProbe {
  readonly probedConnector: ProbedConnector;
  readonly start: ProbeStart;
  /** Its number in the order of all started probes, from 1. */
  readonly startNumber: number;
}

/** Connectors with the same target and trust sources, for which one probe is enough. */
export type ProbeGroup = readonly [StartedProbe, ...StartedProbe[]];

/**
 * Groups started probes by target and trust sources. A failure threshold is not part of the target.
 * @param defaultTrust the trust sources of connectors that do not define their own
 */
export function groupByTarget(
  startedProbes: readonly StartedProbe[],
  defaultTrust: readonly TrustSource[],
): readonly ProbeGroup[] {
  const groups = new Map<string, [StartedProbe, ...StartedProbe[]]>();
  for (const startedProbe of startedProbes) {
    const { probe, trust = defaultTrust } = startedProbe.probedConnector.connector;
    const { failureThreshold: _, ...target } = probe;
    const key = JSON.stringify([target, trust]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [startedProbe]);
    else group.push(startedProbe);
  }
  return [...groups.values()];
}

/**
 * Returns the previous result of the target of a group; undefined if there is none. A result that
 * is outdated for one connector of the group is outdated for all of them.
 */
export function previousResultOf(group: ProbeGroup): ScanResult<readonly Endpoint[]> | undefined {
  const results = group.flatMap(({ probedConnector: { result } }) => result ?? []);
  return results.find((result) => outdatedSince(result) !== undefined) ?? results[0];
}
