import { type Assessment, assess, certificatesOf } from '../../domain/assessment/assess.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { definedStores, isUnconfirmedEmpty } from '../../domain/observation/coverage.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { assumeTime, type Observation } from '../../domain/observation/observation.ts';
import { selectedBy } from '../../domain/selection/selected-by.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChainsWanted, Scan } from '../operations/query-operations.ts';
import type { LedgerState } from '../ports/ledger.ts';
import { type Judgement, judge } from '../scan/judge.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { comparableAnchors } from './comparable-anchors.ts';
import { explainConnectors, spokenOf } from './explain.ts';
import { listCertificates, notFollowed } from './list-certificates.ts';
import { listRequests } from './list-requests.ts';
import { type ScanOnceDependencies, scanOnce, snapshotsOf } from './scan-once.ts';
import { rememberedEndpoints, servedNow } from './served-now.ts';

/** The parameters of `scan`. */
export interface ScanQuestion {
  /** The instant to evaluate for; undefined: now. */
  readonly at: Instant | undefined;
  readonly chains: ChainsWanted;
  /**
   * The state that a daemon stored: its open conditions and its unconfirmed empty stores are used
   * in the explanations.
   */
  readonly left: Pick<LedgerState, 'open' | 'memory'> | undefined;
}

/**
 * Returns the assessment for the explanations. A store that is empty now, and was not at the
 * daemon's last scan, is unconfirmed. The connectors are then assessed with the daemon's memory,
 * which makes no claims about that store.
 */
function withUnconfirmedStores(
  { assessment }: Judgement,
  { byName }: IndexedObservation,
  memory: Memory | undefined,
): Assessment {
  if (memory === undefined) return assessment;
  // A probe of this scan is at least as recent as those in the daemon's memory.
  const observation = { ...assessment.observation, before: { ...memory, probes: new Map() } };
  const isUnconfirmed = definedStores(observation).some(({ name }) => isUnconfirmedEmpty(observation, name));
  return isUnconfirmed ? assess(observation, assessment.settings, byName) : assessment;
}

/**
 * Verifies the chains of the wanted certificates; the assessment has verified only some of them.
 */
export function chainsOf(
  { assessment }: Pick<Judgement, 'assessment'>,
  wanted: ChainsWanted,
  { surroundings }: ScanOnceDependencies,
): Promise<ReadonlyMap<string, ChainVerdict>> {
  const { observation, selections } = assessment;
  const thumbprints = new Set(
    wanted === 'selected'
      ? selections.flatMap(({ selection }) => spokenOf(selection).map(({ certificate }) => certificate.thumbprint))
      : wanted(certificatesOf(observation)),
  );
  return surroundings.chains.verify(thumbprints, snapshotsOf(observation));
}

/** Returns the names of the inventories that could not be read. */
export function unavailableIn({ inventories }: Observation): Scan['unavailable'] {
  return new Set([...inventories].flatMap(([name, result]) => (result.kind === 'unavailable' ? [name] : [])));
}

/** Returns the daemon's probe results, compared with what this scan saw. */
async function daemonEndpoints(
  { observation, selections }: Assessment,
  memory: Memory,
  { surroundings: { readAnchors } }: ScanOnceDependencies,
): Promise<Observation['endpoints']> {
  const connectors = selections.map(({ connector }) => connector);
  const endpoints = rememberedEndpoints(connectors, memory.probes, observation);
  const anchors = await comparableAnchors(readAnchors, connectors, endpoints);
  return servedNow({ observation: { ...observation, anchors }, selections }, memory);
}

/** Scans everything now and evaluates it, without open conditions and without memory. */
export async function scan(
  dependencies: ScanOnceDependencies,
  { at, chains: wanted, left }: ScanQuestion,
  signal: AbortSignal,
): Promise<Scan> {
  const { clock, settings } = dependencies;
  const started = clock.monotonicMs();
  const now = at ?? clock.now();
  const seen = await scanOnce(dependencies, now, signal);
  const indexed = at === undefined ? seen : { ...seen, observation: assumeTime(seen.observation, at) };
  const judgement = await judge(indexed, settings, []);
  const durationMs = clock.monotonicMs() - started;
  const assessment = withUnconfirmedStores(judgement, indexed, left?.memory);
  const chains = await chainsOf({ assessment }, wanted, dependencies);
  const stores = storeStates(assessment.observation);
  const { endpoints } = assessment.observation;
  return {
    at: now,
    durationMs,
    stores,
    connectors: explainConnectors(
      assessment,
      chains,
      stores,
      left?.open ?? [],
      endpoints.size > 0 || left === undefined
        ? endpoints
        : await daemonEndpoints(assessment, left.memory, dependencies),
    ),
    certificates: listCertificates(
      indexed.observation,
      settings,
      { chains, selectedBy: selectedBy(assessment.selections) },
      () => indexed.byName,
    ),
    notFollowed: notFollowed(chains, now),
    requests: listRequests(indexed.observation),
    unavailable: unavailableIn(indexed.observation),
    findings: judgement.records,
  };
}
