import { type Assessment, assess } from '../../domain/assessment/assess.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { definedStores } from '../../domain/observation/defined-stores.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { assumeTime, type Observation } from '../../domain/observation/observation.ts';
import { isUnconfirmedEmpty } from '../../domain/observation/store-sizes.ts';
import { connectorsByThumbprint } from '../../domain/selection/connectors-by-thumbprint.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChainSelection, Scan } from '../operations/query-operations.ts';
import type { ScanState } from '../ports/ledger.ts';
import { evaluateScan, type ScanEvaluation } from '../scan/evaluate-scan.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { comparableAnchors } from './comparable-anchors.ts';
import { countUnverifiedChains } from './count-unverified-chains.ts';
import { explainConnectors, explainedCertificates } from './explain-connectors.ts';
import { listCertificates } from './list-certificates.ts';
import { listPendingCsrs } from './list-pending-csrs.ts';
import { type ScanOnceDependencies, scanOnce, snapshotsOf } from './scan-once.ts';
import { currentProbeResults, storedProbeResults } from './stored-probe-results.ts';

/** The parameters of `scan`. */
export interface ScanParameters {
  /** The instant to evaluate for; undefined: now. */
  readonly at: Instant | undefined;
  readonly chains: ChainSelection;
  /**
   * The daemon's stored state, for the explanations: its open conditions, unconfirmed empty stores
   * and probe results. undefined if no daemon has run here.
   */
  readonly lastState: ScanState | undefined;
}

/**
 * Returns the assessment for the explanations. A store that is empty now, and was not empty at the
 * daemon's last scan, is unconfirmed. The connectors are then assessed again with the daemon's
 * memory, so that nothing is concluded from the empty store.
 */
function assessUnconfirmedStores(
  { assessment }: ScanEvaluation,
  { index }: IndexedObservation,
  memory: Memory | undefined,
): Assessment {
  if (memory === undefined) return assessment;
  // A probe of this scan is at least as recent as those in the daemon's memory.
  const observation = { ...assessment.observation, memory: { ...memory, probes: new Map() } };
  const isUnconfirmed = definedStores(observation).some(({ name }) => isUnconfirmedEmpty(observation, name));
  return isUnconfirmed ? assess(observation, assessment.settings, index) : assessment;
}

/** Verifies the chains of certificates. The assessment has verified only some of them. */
export function verifyRequestedChains(
  { assessment }: Pick<ScanEvaluation, 'assessment'>,
  chainSelection: ChainSelection,
  { scanSources }: ScanOnceDependencies,
): Promise<ReadonlyMap<string, ChainVerdict>> {
  const { observation, selections } = assessment;
  const thumbprints = new Set(
    chainSelection === 'selected'
      ? selections.flatMap(({ selection }) =>
          explainedCertificates(selection).map(({ certificate }) => certificate.thumbprint),
        )
      : chainSelection(lastKnownCertificates(observation)),
  );
  return scanSources.chains.verify(thumbprints, snapshotsOf(observation));
}

/**
 * Returns the names of the inventories (lists of connectors and stores) that could not be read.
 */
export function unavailableInventoriesOf({ inventories }: Observation): Scan['unavailableInventories'] {
  return new Set([...inventories].flatMap(([name, result]) => (result.kind === 'unavailable' ? [name] : [])));
}

/** Returns the daemon's probe results; outdated if this scan detected a later change. */
async function daemonProbeResults(
  { observation, selections }: Assessment,
  memory: Memory,
  { scanSources: { readAnchors } }: ScanOnceDependencies,
): Promise<Observation['endpoints']> {
  const connectors = selections.map(({ connector }) => connector);
  const endpoints = storedProbeResults(connectors, memory.probes, observation);
  const anchors = await comparableAnchors(readAnchors, connectors, endpoints);
  return currentProbeResults({ observation: { ...observation, anchors }, selections }, memory);
}

/** Scans everything now and evaluates it, without open conditions and without memory. */
export async function scan(
  dependencies: ScanOnceDependencies,
  { at, chains: chainSelection, lastState }: ScanParameters,
  signal: AbortSignal,
): Promise<Scan> {
  const { clock, settings } = dependencies;
  const startedMs = clock.monotonicMs();
  const now = at ?? clock.now();
  const scanned = await scanOnce(dependencies, now, signal);
  const indexed = at === undefined ? scanned : { ...scanned, observation: assumeTime(scanned.observation, at) };
  const evaluation = await evaluateScan(indexed, settings, []);
  const durationMs = clock.monotonicMs() - startedMs;
  const assessment = assessUnconfirmedStores(evaluation, indexed, lastState?.memory);
  const chains = await verifyRequestedChains({ assessment }, chainSelection, dependencies);
  const stores = storeStates(assessment.observation);
  const { endpoints: probedNow } = assessment.observation;
  const endpoints =
    probedNow.size > 0 || lastState === undefined
      ? probedNow
      : await daemonProbeResults(assessment, lastState.memory, dependencies);
  return {
    at: now,
    durationMs,
    stores,
    connectors: explainConnectors(assessment, { chains, stores, open: lastState?.open ?? [], endpoints }),
    certificates: listCertificates(
      indexed.observation,
      settings,
      { chains, selectedBy: connectorsByThumbprint(assessment.selections) },
      () => indexed.index,
    ),
    unverifiedChainCount: countUnverifiedChains(chains, now),
    requests: listPendingCsrs(indexed.observation),
    unavailableInventories: unavailableInventoriesOf(indexed.observation),
    findings: evaluation.records,
  };
}
