import { isProbeRequestComplete } from '../../domain/assessment/is-probe-request-complete.ts';
import { nextFileHistories } from '../../domain/assessment/next-file-histories.ts';
import { nextProbeMemories } from '../../domain/assessment/next-probe-memories.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import { recordOnce } from '../../domain/condition/new-record.ts';
import { rotationRecords } from '../../domain/condition/rotation-records.ts';
import { clockStepped } from '../../domain/event/catalog/clock-stepped.ts';
import { hostSuspended } from '../../domain/event/catalog/host-suspended.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { markKnownNames } from '../../domain/observation/known-names.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Observation, ServiceState } from '../../domain/observation/observation.ts';
import { rememberStoreSizes } from '../../domain/observation/store-sizes.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { ProbeRequest } from '../../domain/served/probe-request.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import { storeHistoryRecords } from '../../domain/store-change/store-history-records.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ScanScope, Trash } from '../ports/stores.ts';
import type { Clock, Schedule, Suspension } from '../ports/system.ts';
import { evaluateScan, type ScanEvaluation } from './evaluate-scan.ts';
import {
  type MaintenanceDependencies,
  type MaintenanceProblem,
  maintainPersonalStore,
} from './maintain-personal-store.ts';
import type { PreviousScans } from './previous-scans.ts';
import { recordPolicy } from './record-policy.ts';
import { type IndexedObservation, scanAll } from './scan-all.ts';
import { StoreChangeLog } from './store-change-log.ts';

/** The dependencies of `runScan`. */
export interface ScanDependencies extends MaintenanceDependencies {
  /** The trash for certificates that commands remove. */
  readonly trash: Trash;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly previousScans: PreviousScans;
  /** The requests of commands for probes; left out: none. */
  readonly requestedProbes?: { readonly completed: readonly ProbeRequest[] };
  /** undefined for all rules; tests use their own. */
  readonly rules: readonly Rule[] | undefined;
}

/** The trigger and context of a scan. */
export interface ScanTrigger {
  /** The state of the daemon itself. */
  readonly service: Omit<ServiceState, 'issueFailure' | 'renewalFailures' | 'willScanAgain' | 'previousScanAt'>;
  /** The suspension of the host since the previous scan; left out: none. */
  readonly suspension?: Suspension;
  /** Records of the service that the scan must write. */
  readonly pendingRecords: readonly NewEventRecord[];
  /** Read at the end of the scan, so that the next run is in the future. */
  readonly schedule: Pick<Schedule, 'nextAt'>;
  /** Returns the scope that is due now, and resets it; left out: full. */
  readonly takeScope?: () => ScanScope;
}

/** The result of a scan. */
export interface ScanOutcome extends ScanEvaluation {
  readonly observation: Observation;
  readonly written: readonly EventRecord[];
}

/** Returns the memory without a store, so that the next scan tries again to set the store up. */
function forgetStore(memory: Memory, store: string): Memory {
  return { ...memory, storeSizes: new Map([...memory.storeSizes].filter(([name]) => name !== store)) };
}

/**
 * Runs one scan: observes, evaluates, and commits records, conditions and memory in one
 * transaction. Followers of the log send the notifications.
 * @throws {MailcertdError} if the ledger (the database with the event log) could not store it;
 * nothing was stored
 */
export async function runScan(
  dependencies: ScanDependencies,
  { service, suspension, pendingRecords, schedule, takeScope = () => 'full' }: ScanTrigger,
  signal: AbortSignal,
): Promise<ScanOutcome> {
  const { scanSources, settings, ledger, clock, previousScans, rules } = dependencies;
  const shard = scanSources.computer.fqdn;
  const startedAt = clock.now();
  const state = await ledger.state(shard);
  const rotations = await ledger.rotations(shard);
  const requests = dependencies.requestedProbes?.completed ?? [];
  scanSources.probes?.onReloads(rotations);

  const policy = { ...recordPolicy(settings, shard), command: settings.command };
  const { personal } = scanSources;
  // Once the scope is full, it stays full when this scan reads again after a change of the store.
  let isFull = false;
  const scopeNow = (): ScanScope => {
    isFull ||= takeScope() === 'full';
    return isFull ? 'full' : 'changed';
  };
  const storeChanges = new StoreChangeLog(personal?.name, dependencies.trash, state.memory.storeHistory);
  const scan = (problem: MaintenanceProblem, scope = scopeNow()): Promise<IndexedObservation> =>
    scanAll(
      scanSources,
      {
        previousScans,
        memory: state.memory,
        scope,
        readLastObserved: () => ledger.observed(shard),
        service: { ...service, ...problem, willScanAgain: true, previousScanAt: state.scan?.startedAt },
      },
      startedAt,
      signal,
    );
  const maintenance = await maintainPersonalStore(dependencies, {
    startedAt,
    open: state.open,
    policy,
    storeChanges,
    scan,
  });
  const { indexed, isUnfinished } = maintenance;
  const { changes, storeHistory } = await storeChanges.changesSinceBaseline(indexed);
  let records = [
    ...pendingRecords,
    ...maintenance.records,
    ...storeHistoryRecords(changes, personal?.name ?? '', policy, startedAt),
    ...rotationRecords(rotations, policy, startedAt),
  ];
  if (service.clockStepMs !== 0) {
    const content = clockStepped.contentOf({ stepMilliseconds: String(service.clockStepMs) }, {});
    records = [...records, recordOnce(content, policy, startedAt)];
  }

  if (suspension !== undefined) {
    const { ms, missedScans } = suspension;
    const content = hostSuspended.contentOf(
      { suspendedMilliseconds: String(ms), missedScans: String(missedScans) },
      {},
    );
    records = [...records, recordOnce(content, policy, startedAt)];
  }

  const evaluation = await evaluateScan(indexed, settings, state.open, rules);
  const { observation } = evaluation.assessment;
  const sizes = rememberStoreSizes(observation);
  const fileHistories = nextFileHistories(evaluation.assessment);
  const memory: Memory = {
    ...sizes,
    storeSizes: markKnownNames(sizes.storeSizes, fileHistories, observation, evaluation.assessment.index),
    fileHistories,
    storeHistory,
    probes: nextProbeMemories(evaluation.assessment),
  };
  const written = await ledger.commit(shard, state.revision, {
    records: [...records, ...evaluation.records],
    open: evaluation.open,
    updatedConditionIds: evaluation.updatedConditionIds,
    memory: isUnfinished && personal !== undefined ? forgetStore(memory, personal.name) : memory,
    scan: { startedAt, endedAt: clock.now(), nextAt: schedule.nextAt() },
    observed: {
      selections: evaluation.assessment.selections,
      originOf: (thumbprint) => originOf(evaluation.assessment.context.chains.get(thumbprint)),
      stores: storeStates(observation),
    },
    rotations: rotations.map(({ rotationId }) => rotationId),
    probeRequests: requests.flatMap((request) =>
      isProbeRequestComplete(request, observation) ? [request.requestId] : [],
    ),
  });
  return { ...evaluation, observation, written };
}
