import { isRenewing } from '../../domain/assessment/file-histories.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { nextExpiry } from '../../domain/evidence/next-expiry.ts';
import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { isSecondScanDue } from '../../domain/observation/store-sizes.ts';
import { type Instant, MAX_TIMER_MS, SECOND } from '../../domain/time.ts';
import type { ScanScope } from '../ports/stores.ts';
import type { Diagnostics, Schedule, Suspension } from '../ports/system.ts';
import { runScan, type ScanDependencies, type ScanOutcome, type ScanTrigger } from './run-scan.ts';
import { SCAN_TIMEOUT_MS } from './scan-timeout.ts';
import type { ScanTriggers } from './scan-triggers.ts';

/** The delay before a store that is empty for the first time is scanned again, ms. */
const SECOND_SCAN_DELAY_MS: number = 30 * SECOND;
/**
 * The delay before a certificate whose key does not match is scanned again, ms. A renewal may write
 * the key after the certificate.
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

/** The state of the daemon itself that the next scan reports. */
type ServiceChanges = ScanTrigger['service'];

const NO_CHANGES: ServiceChanges = {
  clockStepMs: 0,
  missedScans: 0,
  previousScanFailure: undefined,
  rejectedConfiguration: undefined,
};

function addSuspensions(first: Suspension | undefined, second: Suspension | undefined): Suspension | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return { ms: first.ms + second.ms, missedScans: first.missedScans + second.missedScans };
}

/**
 * Returns the changes that the next scan must report.
 * @param unreported the changes that the last scan could not report
 * @param later the changes since the start of that scan
 */
function mergeServiceChanges(unreported: ServiceChanges, later: ServiceChanges): ServiceChanges {
  return {
    clockStepMs: unreported.clockStepMs + later.clockStepMs,
    missedScans: unreported.missedScans + later.missedScans,
    previousScanFailure: later.previousScanFailure ?? unreported.previousScanFailure,
    rejectedConfiguration: later.rejectedConfiguration,
  };
}

/**
 * The daemon's loop of scans. It runs one scan at a time, at every trigger, until the signal. Each
 * scan reports the changes of the service since the previous scan, for example missed runs.
 */
export class Monitor {
  #dependencies: MonitorDependencies;
  #serviceChanges: ServiceChanges = NO_CHANGES;
  /** Records about the service that the next scan stores. */
  #pendingRecords: readonly NewEventRecord[] = [];
  /** The suspension of the host that the next scan reports. */
  #suspension: Suspension | undefined;
  #runningSinceMs: number | undefined;
  /** When the next scan becomes overdue; undefined if no scan is scheduled. */
  #overdueAt: Instant | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  /** Triggers a scan when the next certificate in use expires. */
  #expiryTimer: NodeJS.Timeout | undefined;
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

  /** True if no scan hangs and the next scan is not overdue. */
  get isHealthy(): boolean {
    return this.isAlive && (this.#overdueAt === undefined || this.#dependencies.clock.now() <= this.#overdueAt);
  }

  /**
   * Replaces the configuration before the next scan, and triggers a scan.
   * @param subscriptions to changes of the files that scans read; the monitor disposes them
   * @param reloadRecord the record of the reload, which the scan stores
   */
  reconfigure(
    dependencies: MonitorDependencies,
    subscriptions: readonly Disposable[],
    reloadRecord: NewEventRecord,
  ): void {
    this.#pendingRecords = [...this.#pendingRecords, reloadRecord];
    this.#serviceChanges = { ...this.#serviceChanges, rejectedConfiguration: undefined };
    this.#dependencies = dependencies;
    this.#subscribe(subscriptions);
    dependencies.triggers.requestScan();
  }

  /** Reports that a new configuration has errors. The previous one stays in use. */
  reject(problem: Problem): void {
    const rejections = (this.#serviceChanges.rejectedConfiguration?.rejections ?? 0) + 1;
    this.#serviceChanges = { ...this.#serviceChanges, rejectedConfiguration: { ...problem, rejections } };
    this.#dependencies.triggers.requestScan();
  }

  /** Runs until the signal; the first scan is due at once. */
  async run(subscriptions: readonly Disposable[], signal: AbortSignal): Promise<void> {
    this.#subscribe(subscriptions);
    this.#dependencies.triggers.requestScan();
    try {
      while (await this.#dependencies.triggers.next(signal)) await this.#scan(signal);
    } finally {
      this.#unsubscribe();
      clearTimeout(this.#expiryTimer);
    }
  }

  /**
   * Triggers a scan right after the next certificate in use expires, so that its event does not
   * wait for the schedule.
   */
  #scanAtExpiry({ assessment }: ScanOutcome): void {
    const { clock, triggers } = this.#dependencies;
    clearTimeout(this.#expiryTimer);
    const expiry = nextExpiry(assessment);
    if (expiry === undefined) return;
    // A timer can fire early, and a clock can be stopped: at most one scan each second.
    const delayMs = Math.max(SECOND, expiry + 1 - clock.now());
    this.#expiryTimer = setTimeout(() => triggers.requestScan(), Math.min(delayMs, MAX_TIMER_MS));
    this.#expiryTimer.unref();
  }

  /** Runs one scan. If it fails, triggers another one later. */
  async #scan(signal: AbortSignal): Promise<void> {
    const dependencies = this.#dependencies;
    const { schedule, clock, triggers } = dependencies;
    const takeScope = (): ScanScope => triggers.takeScope();
    const pendingRecords = this.#pendingRecords;
    // A scan must know of a clock change before it evaluates times.
    const clockStepMs = this.#serviceChanges.clockStepMs + schedule.takeClockStep();
    const changes = { ...this.#serviceChanges, clockStepMs };
    const isClockStepped = clockStepMs !== 0;
    const suspension = this.#takeSuspension();
    // After a clock change, another scan follows at once and reports missed scans and a failure. If
    // this scan reported them, the next one would clear their conditions again.
    const service = isClockStepped ? { ...changes, missedScans: 0, previousScanFailure: undefined } : changes;
    this.#pendingRecords = [];
    this.#serviceChanges = { ...NO_CHANGES, rejectedConfiguration: changes.rejectedConfiguration };
    this.#runningSinceMs = clock.monotonicMs();
    try {
      const outcome = await runScan(
        dependencies,
        { service, pendingRecords, takeScope, schedule, ...(suspension === undefined ? {} : { suspension }) },
        signal,
      );
      // The next scan reports what this one has left out because of the clock change.
      if (isClockStepped) {
        this.#serviceChanges = mergeServiceChanges({ ...changes, clockStepMs: 0 }, this.#serviceChanges);
      }
      this.#afterCommit(outcome, dependencies, isClockStepped);
    } catch (error) {
      if (signal.aborted) return;
      // The next scan reports again what this scan should have stored.
      this.#pendingRecords = [...pendingRecords, ...this.#pendingRecords];
      this.#suspension = suspension;
      this.#serviceChanges = mergeServiceChanges(changes, this.#serviceChanges);
      this.#retryAfter(error);
    } finally {
      this.#runningSinceMs = undefined;
    }
  }

  /**
   * Continues after a committed scan. An error here is reported like a failed scan, but the records
   * of the scan are stored already, and must not be stored again.
   */
  #afterCommit(outcome: ScanOutcome, { schedule, onCommitted }: MonitorDependencies, isClockStepped: boolean): void {
    try {
      const nextAt = schedule.nextAt();
      this.#overdueAt = nextAt === undefined ? undefined : nextAt + SCAN_TIMEOUT_MS;
      onCommitted(outcome);
      this.#triggerNextScans(outcome, isClockStepped);
    } catch (error) {
      this.#retryAfter(error);
    }
  }

  /**
   * Returns the suspension that no scan has stored yet; undefined: none. Notifies the prober of a
   * new suspension.
   */
  #takeSuspension(): Suspension | undefined {
    const { schedule, scanSources } = this.#dependencies;
    const newSuspension = schedule.takeSuspension();
    if (newSuspension !== undefined) scanSources.probes?.onResume();
    const suspension = addSuspensions(this.#suspension, newSuspension);
    this.#suspension = undefined;
    return suspension;
  }

  /** Triggers the scans that must follow a committed scan, in addition to the schedule. */
  #triggerNextScans(outcome: ScanOutcome, isClockStepped: boolean): void {
    const { triggers } = this.#dependencies;
    this.#scanAtExpiry(outcome);
    // Checks that depend on the time were skipped in this scan.
    if (isClockStepped) triggers.requestScan();
    if (isRenewing(outcome.assessment)) setTimeout(() => triggers.requestScan(), KEY_WRITE_DELAY_MS).unref();
    if (isSecondScanDue(outcome.observation)) setTimeout(() => triggers.requestScan(), SECOND_SCAN_DELAY_MS).unref();
  }

  /** Reports a failed scan, and triggers another one later, which stores the failure. */
  #retryAfter(error: unknown): void {
    const { onFailed, diagnostics, triggers } = this.#dependencies;
    onFailed(error);
    diagnostics.note(
      'error',
      DIAGNOSTIC_FAILURES.scan_failed_for_now({ cause: causeOf(error), seconds: RETRY_DELAY_MS / SECOND }),
    );
    const failure: Problem = { reason: 'scan_failed', location: 'scan', failure: failureOfError(error) };
    this.#serviceChanges = { ...this.#serviceChanges, previousScanFailure: failure };
    // Only one retry at a time, because every failed scan triggers another one.
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => triggers.requestScan(), RETRY_DELAY_MS);
    this.#retryTimer.unref();
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
        this.#serviceChanges = { ...this.#serviceChanges, missedScans: this.#serviceChanges.missedScans + missed };
        triggers.requestScan();
      }
    } catch (error) {
      diagnostics.note('error', DIAGNOSTIC_FAILURES.schedule_ended({ cause: causeOf(error) }));
    }
  }
}
