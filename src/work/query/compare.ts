import { certificatesOf, certificatesToVerify } from '../../domain/assessment/assess.ts';
import { buildCertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { lastKnown } from '../../domain/scan-result.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Simulation } from '../operations/query-operations.ts';
import { type Judgement, judge } from '../scan/judge.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { explainConnectors } from './explain.ts';
import { chainsOf } from './scan.ts';
import type { ScanOnceDependencies } from './scan-once.ts';
import { byUrgency } from './status.ts';

/** The difference between two observations. */
export type Difference = Pick<Simulation, 'before' | 'after' | 'raised' | 'escalated' | 'cleared'>;

/** An observation that differs from the real one. */
export interface Assumed {
  readonly observation: Observation;
  /** PEM of its certificates that are in no file yet. */
  readonly given: readonly string[];
}

/** Returns the assumed observation with a new index and the chains that decide selections. */
async function observedWith(
  observation: Observation,
  { surroundings }: ScanOnceDependencies,
): Promise<IndexedObservation> {
  const byName = buildCertificateIndex(certificatesOf(observation));
  const snapshots = [...observation.stores.values()].flatMap((result) => lastKnown(result)?.value ?? []);
  const chains = await surroundings.chains.verify(certificatesToVerify(observation, byName), snapshots);
  return { observation: { ...observation, chains }, byName };
}

function assumedDependencies(dependencies: ScanOnceDependencies, given: readonly string[]): ScanOnceDependencies {
  const { surroundings } = dependencies;
  const { chains } = surroundings;
  return {
    ...dependencies,
    surroundings: {
      ...surroundings,
      chains: { verify: (thumbprints, snapshots) => chains.verify(thumbprints, snapshots, given) },
    },
  };
}

/** Removes the need for a probe: a simulation assumes that servers load what is on disk. */
function withoutProbes(condition: Condition): Condition {
  const [first, ...others] = condition.needs;
  return { ...condition, needs: [first, ...others.filter((scope) => !scope.startsWith('probe:'))] };
}

const identityOf = ({ eventId, subject }: Condition): string => `${eventId} ${subject}`;

/** Returns the conditions that are not in `others`. */
function without(conditions: readonly Condition[], others: readonly Condition[]): readonly Condition[] {
  const known = new Set(others.map(identityOf));
  return byUrgency(conditions.filter((condition) => !known.has(identityOf(condition))));
}

/**
 * Evaluates an assumption as the scan after `before`, so that the raised and cleared conditions are
 * those that the daemon would store.
 * @param before evaluated without open conditions
 * @param open the daemon's open conditions, for the explanations
 */
export async function compare(
  before: Judgement,
  { observation, given }: Assumed,
  dependencies: ScanOnceDependencies,
  open: readonly Condition[],
): Promise<Difference> {
  const then = assumedDependencies(dependencies, given);
  const after = await judge(
    await observedWith(observation, then),
    dependencies.settings,
    before.open.map(withoutProbes),
  );
  const escalated = new Set(
    after.records.flatMap(({ change, conditionId }) => (change === 'escalated' ? [conditionId] : [])),
  );
  const explain = async (judged: Judgement, by: ScanOnceDependencies) =>
    explainConnectors(
      judged.assessment,
      await chainsOf(judged, 'selected', by),
      storeStates(judged.assessment.observation),
      open,
    );
  return {
    before: await explain(before, dependencies),
    after: await explain(after, then),
    raised: without(after.open, before.open),
    escalated: byUrgency(after.open.filter(({ conditionId }) => escalated.has(conditionId))),
    cleared: without(before.open, after.open),
  };
}
