import { isProbed } from '../connector/is-probed.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { Observation } from '../observation/observation.ts';
import type { ScanResult } from '../scan-result.ts';
import type { ConnectorSelection } from '../selection/connector-selection.ts';
import type { Selection } from '../selection/selection.ts';
import { endAlternation } from '../served/alternating-certificates.ts';
import { hasOtherAnchors } from '../served/anchors-of-result.ts';
import { type OutdatedCause, outdate, uncheckedResult } from '../served/outdated-result.ts';
import type { DiskState, Endpoint, ProbeBasis } from '../served/served.ts';
import { diskStateOf } from './disk-state.ts';
import { currentBasis } from './probe-basis.ts';

/** The probe results of one scan, and which of them rules may rely on. */
export interface ProbeEvidence {
  /**
   * By probed connector: the files and settings on this host that decide what its server serves. If
   * they change, older probe results are outdated.
   */
  readonly probeBases: ReadonlyMap<string, ProbeBasis>;
  /**
   * Connectors for which this scan saw a change that is newer than their latest probe result, with
   * the cause.
   */
  readonly outdatedConnectors: ReadonlyMap<string, OutdatedCause>;
  /**
   * The probe results, by connector. Those of `outdatedConnectors` are unavailable, with a last
   * known value.
   */
  readonly endpoints: Observation['endpoints'];
}

/**
 * Finds the probe results that are outdated, because the files or settings of the server have
 * changed since the previous scan, or because the results were verified with other trust anchors.
 * An outdated result neither raises nor clears a condition.
 *
 * One URL is one server: if the files or settings of one connector have changed, the results of all
 * connectors with the same URL are outdated.
 */
export function probeEvidence(selections: readonly ConnectorSelection[], observation: Observation): ProbeEvidence {
  const { endpoints, now } = observation;
  const probeBases = new Map<string, ProbeBasis>();
  const outdatedConnectors = new Map<string, OutdatedCause>();
  const changedUrls = new Set<string>();
  const outdatedEndpoints = new Map<string, ScanResult<readonly Endpoint[]>>();
  const diskStates = new Map<Selection, DiskState | undefined>();
  for (const selected of selections) {
    const { connector, selection } = selected;
    if (!isProbed(connector) || connector.probe === undefined) continue;
    if (!diskStates.has(selection)) diskStates.set(selection, diskStateOf(selection, observation));
    const result = currentBasis(selected, diskStates.get(selection), observation);
    if (result !== undefined) probeBases.set(connector.name, result.basis);
    if (result?.isChanged === true) changedUrls.add(probeUrl(connector.probe));
  }
  for (const { connector } of selections) {
    const { name, probe } = connector;
    if (!isProbed(connector) || probe === undefined) continue;
    const result = endpoints.get(name);
    const isServerChanged = changedUrls.size > 0 && changedUrls.has(probeUrl(probe));
    if (!isServerChanged && !hasOtherAnchors(result, observation.anchors?.get(name))) continue;
    outdatedConnectors.set(name, isServerChanged ? 'server' : 'other');
    if (result === undefined) continue;
    outdatedEndpoints.set(
      name,
      uncheckedResult(outdate(isServerChanged ? endAlternation(result) : result, now), probeUrl(probe), now),
    );
  }
  return {
    probeBases,
    outdatedConnectors,
    endpoints: outdatedEndpoints.size === 0 ? endpoints : new Map([...endpoints, ...outdatedEndpoints]),
  };
}
