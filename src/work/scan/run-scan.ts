import { isAnswered } from '../../domain/assessment/probe-evidence.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import { recordOnce } from '../../domain/condition/advance.ts';
import { clockStepped } from '../../domain/event/catalog/clock-stepped.ts';
import { hostSuspended } from '../../domain/event/catalog/host-suspended.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { remember } from '../../domain/observation/coverage.ts';
import { rememberFiles } from '../../domain/observation/file-histories.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { notingNames } from '../../domain/observation/names-held.ts';
import type { Observation, ServiceState } from '../../domain/observation/observation.ts';
import { rememberProbes } from '../../domain/observation/probe-memory.ts';
import { rotationRecords } from '../../domain/observation/rotation-records.ts';
import { storeHistoryRecords } from '../../domain/observation/store-history-records.ts';
import { storeStates } from '../../domain/observation/store-states.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { ProbeRequest } from '../../domain/served/probe-request.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ScanScope, Trash } from '../ports/stores.ts';
import type { Clock, Schedule, Suspension } from '../ports/system.ts';
import { type Judgement, judge, lifePolicy } from './judge.ts';
import {
  type MaintenanceDependencies,
  type MaintenanceProblem,
  maintainPersonalStore,
} from './maintain-personal-store.ts';
import { type IndexedObservation, type PreviousScans, scanAll } from './scan-all.ts';
import { StoreChangeLog } from './store-change-log.ts';

/** What a pass works with. */
export interface ScanDependencies extends MaintenanceDependencies {
  /** Where what commands remove from the personal store goes. */
  readonly trash: Trash;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly looks: PreviousScans;
  /** Requests for probes that have ended; left out: none. */
  readonly requested?: { readonly done: readonly ProbeRequest[] };
  /** The catalogue's rules, unless a test brings its own. */
  readonly rules: readonly Rule[] | undefined;
}

/** What a pass is made on. */
export interface ScanTrigger {
  /** What the daemon has noticed of itself. */
  readonly service: Omit<ServiceState, 'issueFailure' | 'renewalFailures' | 'goesOn' | 'previousScanAt'>;
  /** How long the host was suspended since the scan before; left out: it was not. */
  readonly suspension?: Suspension;
  /** Records of the service itself that are still to be written. */
  readonly happened: readonly NewEventRecord[];
  /** Asked when the pass ends: what was due meanwhile is no next one. */
  readonly schedule: Pick<Schedule, 'nextAt'>;
  readonly attention?: ScanScope;
}

/** What a pass came to. */
export interface ScanOutcome extends Judgement {
  readonly observation: Observation;
  readonly written: readonly EventRecord[];
}

/** The memory of a pass whose issuing failed: as if the store had not been seen, so that the next pass tries again. */
function forgetting(memory: Memory, store: string): Memory {
  return { ...memory, storeSizes: new Map([...memory.storeSizes].filter(([name]) => name !== store)) };
}

/**
 * One pass: look, judge, and commit records, conditions and memory in one transaction. Nothing is told from here: the
 * followers read what was written.
 * @throws {MailcertdError} when the ledger could not take it; nothing was stored then.
 */
export async function runScan(
  means: ScanDependencies,
  { service, suspension, happened, schedule, attention = 'everything' }: ScanTrigger,
  signal: AbortSignal,
): Promise<ScanOutcome> {
  const { surroundings, settings, ledger, clock, looks, rules } = means;
  const shard = surroundings.computer.fqdn;
  const startedAt = clock.now();
  const state = await ledger.state(shard);
  const rotations = await ledger.rotations(shard);
  const requests = means.requested?.done ?? [];
  surroundings.probes?.reloaded(rotations);

  const policy = { ...lifePolicy(settings, shard), command: settings.command };
  const { personal } = surroundings;
  const news = new StoreChangeLog(personal?.name, means.trash, state.memory.holdings);
  const look = (trouble: MaintenanceProblem, how = attention): Promise<IndexedObservation> =>
    scanAll(
      surroundings,
      {
        ...{ looks, memory: state.memory, attention: how },
        service: { ...service, ...trouble, goesOn: true, previousScanAt: state.pass?.startedAt },
      },
      startedAt,
      signal,
    );
  const tended = await maintainPersonalStore(means, { startedAt, open: state.open, policy, news, look });
  const { sight, isUnfinished } = tended;
  const { changes, holdings } = await news.tell(sight);
  let records = [
    ...happened,
    ...tended.records,
    ...storeHistoryRecords(changes, personal?.name ?? '', policy, startedAt),
    ...rotationRecords(rotations, policy, startedAt),
  ];
  if (service.clockStepMs !== 0) {
    records = [...records, recordOnce(clockStepped, [String(service.clockStepMs)], {}, policy, startedAt)];
  }

  if (suspension !== undefined) {
    const parameters = [String(suspension.ms), String(suspension.missedRuns)];
    records = [...records, recordOnce(hostSuspended, parameters, {}, policy, startedAt)];
  }

  const judgement = await judge(sight, settings, state.open, rules);
  const { observation } = judgement.assessment;
  const sizes = remember(observation);
  const occupants = rememberFiles(judgement.assessment);
  const memory: Memory = {
    ...sizes,
    storeSizes: notingNames(sizes.storeSizes, occupants, observation, judgement.assessment.index),
    occupants,
    holdings,
    probes: rememberProbes(judgement.assessment),
  };
  const written = await ledger.commit(shard, state.revision, {
    records: [...records, ...judgement.records],
    open: judgement.open,
    followed: judgement.followed,
    memory: isUnfinished && personal !== undefined ? forgetting(memory, personal.name) : memory,
    pass: { startedAt, endedAt: clock.now(), nextAt: schedule.nextAt() },
    observed: {
      selections: judgement.assessment.selections,
      originOf: (thumbprint) => originOf(judgement.assessment.context.chains.get(thumbprint)),
      stores: storeStates(observation),
    },
    rotations: rotations.map(({ rotationId }) => rotationId),
    probeRequests: requests.flatMap((request) => (isAnswered(request, observation) ? [request.requestId] : [])),
  });
  return { ...judgement, observation, written };
}
