import { certificatesToVerify } from '../../domain/assessment/certificates-to-verify.ts';
import { buildCertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { conditionIdentityOf } from '../../domain/rule/evaluate.ts';
import { currentOrLastKnown } from '../../domain/scan-result.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Simulation } from '../operations/query-operations.ts';
import { evaluateScan, type ScanEvaluation } from '../scan/evaluate-scan.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { explainConnectors } from './explain-connectors.ts';
import { verifyRequestedChains } from './scan.ts';
import type { ScanOnceDependencies } from './scan-once.ts';
import { sortByUrgency } from './sort-by-urgency.ts';

/** How connectors and conditions differ between the real and the assumed state. */
export type SimulatedDifference = Pick<Simulation, 'before' | 'after' | 'raised' | 'escalated' | 'cleared'>;

/** An assumed observation. */
export interface AssumedState {
  readonly observation: Observation;
  /** PEM of its certificates that are in no file yet. */
  readonly newCertificatesPem: readonly string[];
}

/** Returns the assumed observation with a new index and the chains that decide selections. */
async function indexAndVerify(
  observation: Observation,
  { scanSources }: ScanOnceDependencies,
): Promise<IndexedObservation> {
  const index = buildCertificateIndex(lastKnownCertificates(observation));
  const snapshots = [...observation.stores.values()].flatMap((result) => currentOrLastKnown(result)?.value ?? []);
  const chains = await scanSources.chains.verify(certificatesToVerify(observation, index), snapshots);
  return { observation: { ...observation, chains }, index };
}

/** Returns dependencies that also verify chains with certificates that are in no file yet. */
function withNewCertificates(
  dependencies: ScanOnceDependencies,
  newCertificatesPem: readonly string[],
): ScanOnceDependencies {
  const { scanSources } = dependencies;
  const { chains } = scanSources;
  return {
    ...dependencies,
    scanSources: {
      ...scanSources,
      chains: { verify: (thumbprints, snapshots) => chains.verify(thumbprints, snapshots, newCertificatesPem) },
    },
  };
}

/**
 * Removes the probes from the needs of a condition (what a scan must read before it can clear it):
 * a simulation assumes that servers load what is on disk.
 */
function removeProbeNeeds(condition: Condition): Condition {
  const [first, ...others] = condition.needs;
  return { ...condition, needs: [first, ...others.filter((scope) => !scope.startsWith('probe:'))] };
}

const identityOf = ({ eventId, subject }: Condition): string => conditionIdentityOf(eventId, subject);

/** Returns the conditions that are not in `others`, in order of urgency. */
function conditionsNotIn(conditions: readonly Condition[], others: readonly Condition[]): readonly Condition[] {
  const identities = new Set(others.map(identityOf));
  return sortByUrgency(conditions.filter((condition) => !identities.has(identityOf(condition))));
}

/**
 * Evaluates the assumed state as the scan that follows `before`. The raised and cleared conditions
 * are therefore those that the daemon would store.
 * @param before the evaluation of the real state, made without open conditions
 * @param open the daemon's open conditions, for the explanations
 */
export async function compareEvaluations(
  before: ScanEvaluation,
  { observation, newCertificatesPem }: AssumedState,
  dependencies: ScanOnceDependencies,
  open: readonly Condition[],
): Promise<SimulatedDifference> {
  const assumedDependencies = withNewCertificates(dependencies, newCertificatesPem);
  const after = await evaluateScan(
    await indexAndVerify(observation, assumedDependencies),
    dependencies.settings,
    // `before` was evaluated without open conditions, so all problems of the real state are open now.
    before.open.map(removeProbeNeeds),
  );
  const escalatedIds = new Set(
    after.records.flatMap(({ change, conditionId }) => (change === 'escalated' ? [conditionId] : [])),
  );
  const explain = async (evaluation: ScanEvaluation, evaluationDependencies: ScanOnceDependencies) =>
    explainConnectors(evaluation.assessment, {
      chains: await verifyRequestedChains(evaluation, 'selected', evaluationDependencies),
      stores: storeStates(evaluation.assessment.observation),
      open,
    });
  return {
    before: await explain(before, dependencies),
    after: await explain(after, assumedDependencies),
    raised: conditionsNotIn(after.open, before.open),
    escalated: sortByUrgency(after.open.filter(({ conditionId }) => escalatedIds.has(conditionId))),
    cleared: conditionsNotIn(before.open, after.open),
  };
}
