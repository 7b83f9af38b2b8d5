import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { lastKnownConnectors } from '../../domain/observation/last-known-objects.ts';
import { EMPTY_MEMORY } from '../../domain/observation/memory.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Scan } from '../operations/query-operations.ts';
import type { ScanState } from '../ports/ledger.ts';
import { evaluateScan } from '../scan/evaluate-scan.ts';
import { scanAll } from '../scan/scan-all.ts';
import { certificatesByLocation } from './certificates-by-location.ts';
import { comparableAnchors } from './comparable-anchors.ts';
import { conditionsNotYetRaised } from './conditions-not-yet-raised.ts';
import { explainConnectors } from './explain-connectors.ts';
import { resetEmptyStoreCounts } from './reset-empty-store-counts.ts';
import { unavailableInventoriesOf, verifyRequestedChains } from './scan.ts';
import { emptyScanContext, type ScanOnceDependencies } from './scan-once.ts';
import { currentProbeResults, storedProbeResults } from './stored-probe-results.ts';

/** A scan of a command, with the problems that the daemon has not raised. */
export interface ComparedScan extends Pick<Scan, 'at' | 'connectors' | 'stores' | 'unavailableInventories'> {
  /** The conditions of level Warning or above that the daemon would raise if it scanned now. */
  readonly notYetRaised: readonly Condition[];
  /** The last known certificates of all stores, each location once. */
  readonly certificates: readonly StoredCertificate[];
}

/**
 * Scans everything now, and evaluates the scan as the daemon's next scan would: with its memory,
 * its probe results, and its open conditions.
 * @param lastState the daemon's stored state; undefined if no daemon has run here
 */
export async function scanForStatus(
  dependencies: ScanOnceDependencies,
  lastState: ScanState | undefined,
  signal: AbortSignal,
): Promise<ComparedScan> {
  const { clock, settings, scanSources } = dependencies;
  const now = clock.now();
  const memory = resetEmptyStoreCounts(lastState?.memory ?? EMPTY_MEMORY);
  const open = lastState?.open ?? [];
  const indexed = await scanAll(scanSources, { ...emptyScanContext(dependencies), memory }, now, signal);
  const connectors = lastKnownConnectors(indexed.observation);
  const endpoints = storedProbeResults(connectors, memory.probes, indexed.observation);
  const anchors = await comparableAnchors(scanSources.readAnchors, connectors, endpoints);
  const observation = { ...indexed.observation, endpoints, anchors };
  const evaluation = await evaluateScan({ ...indexed, observation }, settings, open);
  const { assessment } = evaluation;
  const chains = await verifyRequestedChains(evaluation, 'selected', dependencies);
  const stores = storeStates(observation);
  return {
    at: now,
    stores,
    connectors: explainConnectors(assessment, {
      chains,
      stores,
      open,
      endpoints: currentProbeResults(assessment, memory),
    }),
    unavailableInventories: unavailableInventoriesOf(observation),
    notYetRaised: conditionsNotYetRaised(evaluation, open),
    certificates: certificatesByLocation(observation),
  };
}
