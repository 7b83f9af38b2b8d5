import type { Assessment } from '../../domain/assessment/assess.ts';
import { isSameDisk, probeEvidence } from '../../domain/assessment/probe-evidence.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { probeDefinition } from '../../domain/connector/probe-definition.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { hasOtherAnchors } from '../../domain/served/other-anchors.ts';
import { notChecked, outdate } from '../../domain/served/outdated.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import { isSelectionLimited } from './selection-limits.ts';

/** Returns whether this account has read all settings from which a connector was defined. */
function isWholeSource({ source }: Connector, { inventories }: Pick<Observation, 'inventories'>): boolean {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' && result.problems.length === 0;
}

/**
 * Returns the daemon's last probe results, without those from a previous URL of a connector. A
 * result is outdated if the probe had other settings than the connector has now.
 */
export function rememberedEndpoints(
  connectors: readonly Connector[],
  remembered: Memory['probes'],
  observation: Pick<Observation, 'inventories' | 'now'>,
): Observation['endpoints'] {
  return new Map(
    connectors.flatMap((connector): [string, ScanResult<readonly Endpoint[]>][] => {
      const known = remembered.get(connector.name);
      if (connector.probe === undefined || !isProbed(connector)) return [];
      const url = probeUrl(connector.probe);
      if (known?.url !== url) return [];
      const { result, definition = probeDefinition(connector) } = known;
      const isOther = definition !== probeDefinition(connector) && isWholeSource(connector, observation);
      return [[connector.name, isOther ? notChecked(outdate(result, observation.now), url, observation.now) : result]];
    }),
  );
}

/**
 * Returns the last probe results in the daemon's memory. A result is not evidence if it is older
 * than a change that this scan detected. If this account or the daemon may not read a file, it
 * counts as unchanged.
 */
export function servedNow(
  { observation, selections }: Pick<Assessment, 'observation' | 'selections'>,
  memory: Memory,
): Observation['endpoints'] {
  const connectors = selections.map(({ connector }) => connector);
  const remembered = rememberedEndpoints(connectors, memory.probes, observation);
  const readable = selections.filter(({ selection }) => !isSelectionLimited(selection));
  const evidence = probeEvidence(readable, { ...observation, before: memory, endpoints: remembered });
  const isUnchanged = (connector: Connector): boolean => {
    const { name } = connector;
    if (hasOtherAnchors(remembered.get(name), observation.anchors?.get(name))) return false;
    const [before, now] = [memory.probes.get(name)?.basis, evidence.bases.get(name)];
    if (before === undefined || now === undefined || !isSameDisk(before, now)) return false;
    return !isWholeSource(connector, observation) || before.settings === now.settings;
  };
  const unchanged = connectors.filter((connector) => evidence.outdated.has(connector.name) && isUnchanged(connector));
  if (unchanged.length === 0) return evidence.endpoints;
  const served = new Map(evidence.endpoints);
  for (const { name } of unchanged) {
    const result = remembered.get(name);
    if (result !== undefined) served.set(name, result);
  }
  return served;
}
