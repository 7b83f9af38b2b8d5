import { certificatesOf, wanted } from '../../domain/assessment/assess.ts';
import { buildCertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { storeStates } from '../../domain/observation/store-states.ts';
import { lastKnown } from '../../domain/scan-result.ts';
import type { Simulation } from '../operations.ts';
import { type Judgement, judge } from '../scan/judge.ts';
import type { IndexedObservation } from '../scan/scan-all.ts';
import { explainConnectors } from './explain.ts';
import { chainsOf } from './scan.ts';
import type { ScanOnceDependencies } from './scan-once.ts';
import { byUrgency } from './status.ts';

/** What differs between two observations. */
export type Difference = Pick<Simulation, 'before' | 'after' | 'come' | 'escalate' | 'go'>;

/** What is to be judged beside what is. */
export interface Assumed {
  readonly observation: Observation;
  /** PEM of certificates in it that lie in no file yet. */
  readonly given: readonly string[];
}

/** The supposed look as judging wants it: indexed anew, with the chains that decide now. */
async function sightOf(observation: Observation, { surroundings }: ScanOnceDependencies): Promise<IndexedObservation> {
  const byName = buildCertificateIndex(certificatesOf(observation));
  const snapshots = [...observation.stores.values()].flatMap((look) => lastKnown(look)?.value ?? []);
  const chains = await surroundings.chains.verify(wanted(observation, byName), snapshots);
  return { observation: { ...observation, chains }, byName };
}

function supposing(means: ScanOnceDependencies, given: readonly string[]): ScanOnceDependencies {
  const { surroundings } = means;
  const { chains } = surroundings;
  return {
    ...means,
    surroundings: {
      ...surroundings,
      chains: { verify: (thumbprints, snapshots) => chains.verify(thumbprints, snapshots, given) },
    },
  };
}

/** A rehearsal supposes that servers load what is on disk: nobody is to be probed for it. */
function withoutProbes(condition: Condition): Condition {
  const [first, ...others] = condition.needs;
  return { ...condition, needs: [first, ...others.filter((scope) => !scope.startsWith('probe:'))] };
}

const identityOf = ({ eventId, subject }: Condition): string => `${eventId} ${subject}`;

/** Those of `conditions` that are not in `others`. */
function without(conditions: readonly Condition[], others: readonly Condition[]): readonly Condition[] {
  const known = new Set(others.map(identityOf));
  return byUrgency(conditions.filter((condition) => !known.has(identityOf(condition))));
}

/**
 * Judges what is supposed as the pass after `before` would: what comes and what goes is what the daemon would write.
 * @param before judged with nothing open
 * @param open what a daemon here holds open, to be named in the explanations
 */
export async function compare(
  before: Judgement,
  { observation, given }: Assumed,
  means: ScanOnceDependencies,
  open: readonly Condition[],
): Promise<Difference> {
  const then = supposing(means, given);
  const after = await judge(await sightOf(observation, then), means.settings, before.open.map(withoutProbes));
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
    before: await explain(before, means),
    after: await explain(after, then),
    come: without(after.open, before.open),
    escalate: byUrgency(after.open.filter(({ conditionId }) => escalated.has(conditionId))),
    go: without(before.open, after.open),
  };
}
