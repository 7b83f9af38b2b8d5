import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { certificatesOf } from '../../domain/observation/assess.ts';
import { EMPTY_MEMORY } from '../../domain/observation/memory.ts';
import { type Observation, QUIET_SERVICE } from '../../domain/observation/observation.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChainsWanted, Scan } from '../operations.ts';
import type { Clock } from '../ports.ts';
import { type Judgement, judge } from '../watch/judge.ts';
import { type Before, LooksBefore, lookAround, type Sight, type Surroundings } from '../watch/look.ts';
import { explainConnectors, spokenOf, storeStates } from './explain.ts';
import { listCertificates } from './list-certificates.ts';
import { listRequests } from './list-requests.ts';

/** What a look without a past works with. */
export interface ScanMeans {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly clock: Clock;
}

export interface ScanQuestion {
  /** The instant to judge for; undefined: now. */
  readonly at: Instant | undefined;
  readonly chains: ChainsWanted;
  /** What a daemon here holds open, to be named in the explanations. */
  readonly open: readonly Condition[];
}

/** No earlier look, and nothing remembered. */
export function nothingBefore(): Before {
  return { looks: new LooksBefore(), memory: EMPTY_MEMORY, service: QUIET_SERVICE };
}

/** Looks at everything now, without a past, to judge it for `at`. */
export function lookOnce({ surroundings }: ScanMeans, at: Instant, signal: AbortSignal): Promise<Sight> {
  return lookAround(surroundings, nothingBefore(), at, signal);
}

/** The chains that an answer speaks of; those that judging took are too few. */
export function chainsOf(
  { assessment }: Judgement,
  wanted: ChainsWanted,
  { surroundings }: ScanMeans,
): Promise<ReadonlyMap<string, ChainVerdict>> {
  const { observation, selections } = assessment;
  const asked =
    wanted === 'all' ? certificatesOf(observation) : selections.flatMap(({ selection }) => spokenOf(selection));
  const thumbprints = new Set(asked.map(({ certificate }) => certificate.thumbprint));
  return surroundings.chains.verify(thumbprints, snapshotsOf(observation));
}

/** The stores that were seen, whole or in part. */
export function snapshotsOf({ stores }: Observation): Parameters<Surroundings['chains']['verify']>[1] {
  return [...stores.values()].flatMap((look) => (look.kind === 'seen' ? [look.value] : []));
}

/** Looks at everything now and judges it, with nothing open and nothing remembered. */
export async function scan(
  means: ScanMeans,
  { at, chains: wanted, open }: ScanQuestion,
  signal: AbortSignal,
): Promise<Scan> {
  const { clock, settings } = means;
  const started = clock.monotonicMs();
  const now = at ?? clock.now();
  const sight = await lookOnce(means, now, signal);
  const judgement = await judge(sight, settings, []);
  const durationMs = clock.monotonicMs() - started;
  const chains = await chainsOf(judgement, wanted, means);
  const stores = storeStates(sight.observation);
  return {
    at: now,
    durationMs,
    stores,
    connectors: explainConnectors(judgement.assessment, chains, stores, open),
    certificates: listCertificates(sight.observation, settings, chains, () => sight.byName),
    requests: listRequests(sight.observation),
    findings: judgement.records,
  };
}
