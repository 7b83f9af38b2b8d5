import type { Assessment } from '../../domain/assessment/assess.ts';
import { isSameDiskState } from '../../domain/assessment/disk-state.ts';
import { probeEvidence } from '../../domain/assessment/probe-evidence.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { isProbed } from '../../domain/connector/is-probed.ts';
import { probeDefinition } from '../../domain/connector/probe-definition.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { hasOtherAnchors } from '../../domain/served/anchors-of-result.ts';
import { outdate, uncheckedResult } from '../../domain/served/outdated-result.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import { isSelectionUncertain } from './is-selection-uncertain.ts';

/** Returns true if this account has read all settings that define a connector. */
function isInventoryComplete({ source }: Connector, { inventories }: Pick<Observation, 'inventories'>): boolean {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' && result.problems.length === 0;
}

/**
 * Returns the daemon's last probe results, without those from a previous URL of a connector. A
 * result is outdated if the probe had other settings than the connector has now.
 */
export function storedProbeResults(
  connectors: readonly Connector[],
  probeMemories: Memory['probes'],
  observation: Pick<Observation, 'inventories' | 'now'>,
): Observation['endpoints'] {
  return new Map(
    connectors.flatMap((connector): [string, ScanResult<readonly Endpoint[]>][] => {
      const probeMemory = probeMemories.get(connector.name);
      if (connector.probe === undefined || !isProbed(connector)) return [];
      const url = probeUrl(connector.probe);
      if (probeMemory?.url !== url) return [];
      const { result, definition = probeDefinition(connector) } = probeMemory;
      const isRedefined = definition !== probeDefinition(connector) && isInventoryComplete(connector, observation);
      return [
        [
          connector.name,
          isRedefined ? uncheckedResult(outdate(result, observation.now), url, observation.now) : result,
        ],
      ];
    }),
  );
}

/**
 * Returns the daemon's last probe results as they are known now: a result is outdated if this scan
 * detected a later change. A file that this account or the daemon may not read is taken as
 * unchanged.
 */
export function currentProbeResults(
  { observation, selections }: Pick<Assessment, 'observation' | 'selections'>,
  memory: Memory,
): Observation['endpoints'] {
  const connectors = selections.map(({ connector }) => connector);
  const storedResults = storedProbeResults(connectors, memory.probes, observation);
  const readable = selections.filter(({ selection }) => !isSelectionUncertain(selection));
  const evidence = probeEvidence(readable, { ...observation, memory, endpoints: storedResults });
  const isUnchanged = (connector: Connector): boolean => {
    const { name } = connector;
    if (hasOtherAnchors(storedResults.get(name), observation.anchors?.get(name))) return false;
    const previousBasis = memory.probes.get(name)?.basis;
    const basis = evidence.probeBases.get(name);
    if (previousBasis === undefined || basis === undefined || !isSameDiskState(previousBasis, basis)) return false;
    return !isInventoryComplete(connector, observation) || previousBasis.settings === basis.settings;
  };
  const unchanged = connectors.filter(
    (connector) => evidence.outdatedConnectors.has(connector.name) && isUnchanged(connector),
  );
  if (unchanged.length === 0) return evidence.endpoints;
  const results = new Map(evidence.endpoints);
  for (const { name } of unchanged) {
    const result = storedResults.get(name);
    if (result !== undefined) results.set(name, result);
  }
  return results;
}
