import { type Assessment, assess, certificatesOf } from '../../domain/assessment/assess.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { definedStores, isUnconfirmedEmpty } from '../../domain/observation/coverage.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { type Observation, supposedAt } from '../../domain/observation/observation.ts';
import { storeStates } from '../../domain/observation/store-states.ts';
import { selectedBy } from '../../domain/selection/selected-by.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChainsWanted, Scan } from '../operations.ts';
import type { LedgerState } from '../ports/ledger.ts';
import { type Judgement, judge } from '../scan/judge.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { explainConnectors, spokenOf } from './explain.ts';
import { listCertificates, notFollowed } from './list-certificates.ts';
import { listRequests } from './list-requests.ts';
import { type ScanOnceDependencies, scanOnce, snapshotsOf } from './scan-once.ts';
import { servedNow } from './served-now.ts';

export interface ScanQuestion {
  /** The instant to judge for; undefined: now. */
  readonly at: Instant | undefined;
  readonly chains: ChainsWanted;
  /** What a daemon here left, for the explanations: what it holds open is named, and what it doubts is not claimed. */
  readonly left: Pick<LedgerState, 'open' | 'memory'> | undefined;
}

/**
 * What the explanations stand on. What was seen is judged without a past; only where a store is empty that held something
 * when a daemon saw it last, the connectors are judged with what the daemon remembers, for it claims no more.
 */
function withUnconfirmedStores(
  { assessment }: Judgement,
  { byName }: IndexedObservation,
  memory: Memory | undefined,
): Assessment {
  if (memory === undefined) return assessment;
  // What was probed here is no older than what the daemon remembers.
  const observation = { ...assessment.observation, before: { ...memory, probes: new Map() } };
  const isUnconfirmed = definedStores(observation).some(({ name }) => isUnconfirmedEmpty(observation, name));
  return isUnconfirmed ? assess(observation, assessment.settings, byName) : assessment;
}

/** The chains that an answer speaks of; those that judging took are too few. */
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
  return new Set([...inventories].flatMap(([name, look]) => (look.kind === 'blind' ? [name] : [])));
}

/** Looks at everything now and judges it, with nothing open and nothing remembered. */
export async function scan(
  means: ScanOnceDependencies,
  { at, chains: wanted, left }: ScanQuestion,
  signal: AbortSignal,
): Promise<Scan> {
  const { clock, settings } = means;
  const started = clock.monotonicMs();
  const now = at ?? clock.now();
  const seen = await scanOnce(means, now, signal);
  const sight = at === undefined ? seen : { ...seen, observation: supposedAt(seen.observation, at) };
  const judgement = await judge(sight, settings, []);
  const durationMs = clock.monotonicMs() - started;
  const assessment = withUnconfirmedStores(judgement, sight, left?.memory);
  const chains = await chainsOf({ assessment }, wanted, means);
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
      endpoints.size > 0 || left === undefined ? endpoints : servedNow(assessment, left.memory),
    ),
    certificates: listCertificates(
      sight.observation,
      settings,
      { chains, selectedBy: selectedBy(assessment.selections) },
      () => sight.byName,
    ),
    notFollowed: notFollowed(chains, now),
    requests: listRequests(sight.observation),
    unavailable: unavailableIn(sight.observation),
    findings: judgement.records,
  };
}
