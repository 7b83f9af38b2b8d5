import { isRenewing } from '../../domain/assessment/file-histories.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { nextExpiry } from '../../domain/evidence/next-expiry.ts';
import { isSecondScanDue } from '../../domain/observation/coverage.ts';
import type { ServiceState } from '../../domain/observation/observation.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Instant, MAX_TIMER_MS, SECOND } from '../../domain/time.ts';
import type { ScanScope } from '../ports/stores.ts';
import type { Diagnostics, Schedule, Suspension } from '../ports/system.ts';
import { runScan, type ScanDependencies, type ScanOutcome } from './run-scan.ts';
import { SCAN_TIMEOUT_MS } from './scan-timeout.ts';
import type { ScanTriggers } from './scan-triggers.ts';

/** The delay before a store that was found empty for the first time is scanned again, ms. */
const SECOND_SCAN_DELAY_MS: number = 30 * SECOND;
/**
 * The delay before a key that does not match its certificate is evaluated, ms: the new key may be
 * written after the certificate.
 */
const KEY_WRITE_DELAY_MS: number = 10 * SECOND;
/** The delay before a failed scan is repeated, ms. */
const RETRY_DELAY_MS: number = 10 * SECOND;

/** The dependencies of `Monitor`, replaced by a reload of the configuration. */
export interface MonitorDependencies extends ScanDependencies {
  readonly schedule: Schedule;
  readonly triggers: ScanTriggers;
  readonly diagnostics: Diagnostics;
  /** Called after every committed scan. */
  readonly onCommitted: (outcome: ScanOutcome) => void;
  /** Called for every scan that failed. */
  readonly onFailed: (error: unknown) => void;
}

type ServiceChanges = Omit<ServiceState, 'issueFailure' | 'renewalFailures' | 'willScanAgain' | 'previousScanAt'>;

const NO_CHANGES: ServiceChanges = { clockStepMs: 0, missedRuns: 0, failure: undefined, rejected: undefined };

function addSuspensions(one: Suspension | undefined, other: Suspension | undefined): Suspension | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { ms: one.ms + other.ms, missedRuns: one.missedRuns + other.missedRuns };
}

/**
 * The loop of scans, one at a time, at every trigger, until the signal. Each scan receives the
 * state of the service that the monitor noticed since the previous one.
 */
export class Monitor {
  #dependencies: MonitorDependencies;
  #serviceChanges: ServiceChanges = NO_CHANGES;
  /** Records about the service that the next scan writes. */
  #pendingRecords: readonly NewEventRecord[] = [];
  /** The suspension of the host that the next scan reports. */
  #suspension: Suspension | undefined;
  #runningSinceMs: number | undefined;
  /** When the next scan is overdue; undefined: no scan is scheduled. */
  #expectedBy: Instant | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Orders a scan when the next certificate in use expires. */
  #expiry: NodeJS.Timeout | undefined;
  #scheduleAbort: AbortController = new AbortController();
  #subscriptions: readonly Disposable[] = [];

  constructor(dependencies: MonitorDependencies) {
    this.#dependencies = dependencies;
  }

  /** True unless a scan hangs. */
  get isAlive(): boolean {
    const { clock } = this.#dependencies;
    return this.#runningSinceMs === undefined || clock.monotonicMs() - this.#runningSinceMs < SCAN_TIMEOUT_MS;
  }

  /** True while a scan runs. */
  get isScanning(): boolean {
    return this.#runningSinceMs !== undefined;
  }

  /** True while monitoring works: no scan hangs, and the next scan is not overdue. */
  get isHealthy(): boolean {
    return this.isAlive && (this.#expectedBy === undefined || this.#dependencies.clock.now() <= this.#expectedBy);
  }

  /**
   * Replaces the configuration before the next scan, and orders a scan, which also writes the
   * record of the reload.
   */
  reconfigure(dependencies: MonitorDependencies, subscriptions: readonly Disposable[], reloaded: NewEventRecord): void {
    this.#pendingRecords = [...this.#pendingRecords, reloaded];
    this.#serviceChanges = { ...this.#serviceChanges, rejected: undefined };
    this.#dependencies = dependencies;
    this.#subscribe(subscriptions);
    dependencies.triggers.order();
  }

  /** Notes that a new configuration has errors; the previous one stays in use. */
  reject(problem: Problem): void {
    const times = (this.#serviceChanges.rejected?.times ?? 0) + 1;
    this.#serviceChanges = { ...this.#serviceChanges, rejected: { ...problem, times } };
    this.#dependencies.triggers.order();
  }

  /** Runs until the signal; the first scan is due at once. */
  async run(subscriptions: readonly Disposable[], signal: AbortSignal): Promise<void> {
    this.#subscribe(subscriptions);
    this.#dependencies.triggers.order();
    try {
      for (;;) {
        const scope = await this.#dependencies.triggers.next(signal);
        if (scope === undefined) break;
        await this.#scan(scope, signal);
      }
    } finally {
      this.#unsubscribe();
      clearTimeout(this.#expiry);
    }
  }

  /**
   * Orders a scan right after the next certificate in use expires, so that its event does not wait
   * for the schedule.
   */
  #scanAtExpiry({ assessment }: ScanOutcome): void {
    const { clock, triggers } = this.#dependencies;
    clearTimeout(this.#expiry);
    const expiry = nextExpiry(assessment);
    if (expiry === undefined) return;
    // A timer can fire early, and a clock can be stopped: at most one scan each second.
    const wait = Math.max(SECOND, expiry + 1 - clock.now());
    this.#expiry = setTimeout(() => triggers.order(), Math.min(wait, MAX_TIMER_MS));
    this.#expiry.unref();
  }

  async #scan(scope: ScanScope, signal: AbortSignal): Promise<void> {
    const dependencies = this.#dependencies;
    const { triggers, diagnostics, schedule, clock } = dependencies;
    const pendingRecords = this.#pendingRecords;
    // A scan must know of a clock change before it evaluates times.
    const changes = {
      ...this.#serviceChanges,
      clockStepMs: this.#serviceChanges.clockStepMs + schedule.takeClockStep(),
    };
    const isStepped = changes.clockStepMs !== 0;
    const newSuspension = schedule.takeSuspension();
    if (newSuspension !== undefined) dependencies.surroundings.probes?.onResume();
    const suspension = addSuspensions(this.#suspension, newSuspension);
    this.#suspension = undefined;
    // The scan that follows at once reports missed runs; a condition raised by this one would be
    // cleared by that one.
    const service = isStepped ? { ...changes, missedRuns: 0, failure: undefined } : changes;
    this.#pendingRecords = [];
    this.#serviceChanges = { ...NO_CHANGES, rejected: changes.rejected };
    this.#runningSinceMs = clock.monotonicMs();
    try {
      const outcome = await runScan(
        dependencies,
        { service, pendingRecords, scope, schedule, ...(suspension === undefined ? {} : { suspension }) },
        signal,
      );
      const nextAt = schedule.nextAt();
      this.#expectedBy = nextAt === undefined ? undefined : nextAt + SCAN_TIMEOUT_MS;
      dependencies.onCommitted(outcome);
      this.#scanAtExpiry(outcome);
      if (isStepped) {
        const missedRuns = changes.missedRuns + this.#serviceChanges.missedRuns;
        this.#serviceChanges = { ...this.#serviceChanges, missedRuns, failure: changes.failure };
        // Time checks were skipped in this scan; the next one makes them.
        triggers.order();
      }
      if (isRenewing(outcome.assessment)) setTimeout(() => triggers.order(), KEY_WRITE_DELAY_MS).unref();
      if (isSecondScanDue(outcome.observation)) setTimeout(() => triggers.order(), SECOND_SCAN_DELAY_MS).unref();
    } catch (error) {
      if (signal.aborted) return;
      dependencies.onFailed(error);
      const detail = error instanceof Error ? error.message : String(error);
      diagnostics.note('error', `a scan failed: ${detail}; trying again in ${RETRY_DELAY_MS / SECOND} s`);
      const failure: Problem = { reason: 'scan_failed', location: 'scan', detail };
      this.#pendingRecords = [...pendingRecords, ...this.#pendingRecords];
      this.#suspension = suspension;
      const { missedRuns, clockStepMs, rejected } = this.#serviceChanges;
      this.#serviceChanges = {
        missedRuns: changes.missedRuns + missedRuns,
        clockStepMs: changes.clockStepMs + clockStepMs,
        rejected,
        failure,
      };
      // Only one retry at a time, because every failed scan orders another one.
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => triggers.order(), RETRY_DELAY_MS);
      this.#retry.unref();
    } finally {
      this.#runningSinceMs = undefined;
    }
  }

  #subscribe(subscriptions: readonly Disposable[]): void {
    this.#unsubscribe();
    this.#subscriptions = subscriptions;
    this.#scheduleAbort = new AbortController();
    void this.#followSchedule(this.#dependencies, this.#scheduleAbort.signal);
  }

  #unsubscribe(): void {
    this.#scheduleAbort.abort();
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    this.#subscriptions = [];
  }

  async #followSchedule({ schedule, triggers, diagnostics }: MonitorDependencies, signal: AbortSignal): Promise<void> {
    try {
      for await (const { missed } of schedule.runs(signal)) {
        this.#serviceChanges = { ...this.#serviceChanges, missedRuns: this.#serviceChanges.missedRuns + missed };
        triggers.order();
      }
    } catch (error) {
      diagnostics.note('error', `the schedule ended: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
