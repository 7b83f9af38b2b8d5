import { isRenewing } from '../../domain/assessment/file-histories.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { nextExpiry } from '../../domain/evidence/next-expiry.ts';
import { isSecondScanDue } from '../../domain/observation/coverage.ts';
import type { ServiceState } from '../../domain/observation/observation.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { ScanScope } from '../ports/stores.ts';
import type { Diagnostics, Schedule, Suspension } from '../ports/system.ts';
import { runScan, type ScanDependencies, type ScanOutcome } from './run-scan.ts';
import { SCAN_TIMEOUT } from './scan-timeout.ts';
import type { ScanTriggers } from './scan-triggers.ts';

/** The delay before a store that was found empty for the first time is scanned again, ms. */
const SECOND_SCAN_AFTER: number = 30 * SECOND;
/**
 * The delay before a key that does not match its certificate is evaluated, ms: the new key may be
 * written after the certificate.
 */
const KEY_FOLLOWS_WITHIN: number = 10 * SECOND;
/** The longest timer of Node.js, ms. */
const LONGEST_TIMER: number = 2 ** 31 - 1;
/** The delay before a failed scan is repeated, ms. */
const RETRY_AFTER: number = 10 * SECOND;

/** The dependencies of `Monitor`, replaced by a reload of the configuration. */
export interface MonitorDependencies extends ScanDependencies {
  readonly schedule: Schedule;
  readonly triggers: ScanTriggers;
  readonly diagnostics: Diagnostics;
  /** Called after every committed scan. */
  readonly passed: (outcome: ScanOutcome) => void;
  /** Called for every scan that failed. */
  readonly failed: (error: unknown) => void;
}

type Noticed = Omit<ServiceState, 'issueFailure' | 'renewalFailures' | 'goesOn' | 'previousScanAt'>;

const NOTHING_NOTICED: Noticed = { clockStepMs: 0, missedRuns: 0, failure: undefined, rejected: undefined };

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
  #noticed: Noticed = NOTHING_NOTICED;
  /** Records about the service that the next scan writes. */
  #happened: readonly NewEventRecord[] = [];
  /** The suspension of the host that the next scan reports. */
  #suspension: Suspension | undefined;
  #runningSinceMs: number | undefined;
  /** When the next scan is overdue; undefined: no scan is scheduled. */
  #expectedBy: Instant | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Orders a scan when the next certificate in use expires. */
  #expiry: NodeJS.Timeout | undefined;
  #following: AbortController = new AbortController();
  #hints: readonly Disposable[] = [];

  constructor(dependencies: MonitorDependencies) {
    this.#dependencies = dependencies;
  }

  /** True unless a scan hangs. */
  get isAlive(): boolean {
    const { clock } = this.#dependencies;
    return this.#runningSinceMs === undefined || clock.monotonicMs() - this.#runningSinceMs < SCAN_TIMEOUT;
  }

  /** True while a scan runs. */
  get isPassing(): boolean {
    return this.#runningSinceMs !== undefined;
  }

  /** True while monitoring works: no scan hangs, and the next scan is not overdue. */
  get isWatching(): boolean {
    return this.isAlive && (this.#expectedBy === undefined || this.#dependencies.clock.now() <= this.#expectedBy);
  }

  /**
   * Replaces the configuration before the next scan, and orders a scan, which also writes the
   * record of the reload.
   */
  reconfigure(dependencies: MonitorDependencies, hints: readonly Disposable[], reloaded: NewEventRecord): void {
    this.#happened = [...this.#happened, reloaded];
    this.#noticed = { ...this.#noticed, rejected: undefined };
    this.#dependencies = dependencies;
    this.#follow(hints);
    dependencies.triggers.order();
  }

  /** Notes that a new configuration has errors; the previous one stays in use. */
  reject(problem: Problem): void {
    const times = (this.#noticed.rejected?.times ?? 0) + 1;
    this.#noticed = { ...this.#noticed, rejected: { ...problem, times } };
    this.#dependencies.triggers.order();
  }

  /** Runs until the signal; the first scan is due at once. */
  async run(hints: readonly Disposable[], signal: AbortSignal): Promise<void> {
    this.#follow(hints);
    this.#dependencies.triggers.order();
    try {
      for (;;) {
        const scope = await this.#dependencies.triggers.next(signal);
        if (scope === undefined) break;
        await this.#pass(scope, signal);
      }
    } finally {
      this.#unfollow();
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
    this.#expiry = setTimeout(() => triggers.order(), Math.min(wait, LONGEST_TIMER));
    this.#expiry.unref();
  }

  async #pass(scope: ScanScope, signal: AbortSignal): Promise<void> {
    const dependencies = this.#dependencies;
    const { triggers, diagnostics, schedule, clock } = dependencies;
    const happened = this.#happened;
    // A scan must know of a clock change before it evaluates times.
    const noticed = { ...this.#noticed, clockStepMs: this.#noticed.clockStepMs + schedule.takeClockStep() };
    const isStepped = noticed.clockStepMs !== 0;
    const noticedSuspension = schedule.takeSuspension();
    if (noticedSuspension !== undefined) dependencies.surroundings.probes?.suspended();
    const suspension = addSuspensions(this.#suspension, noticedSuspension);
    this.#suspension = undefined;
    // The scan that follows at once reports missed runs; a condition raised by this one would be
    // cleared by that one.
    const service = isStepped ? { ...noticed, missedRuns: 0, failure: undefined } : noticed;
    this.#happened = [];
    this.#noticed = { ...NOTHING_NOTICED, rejected: noticed.rejected };
    this.#runningSinceMs = clock.monotonicMs();
    try {
      const outcome = await runScan(
        dependencies,
        { service, happened, scope, schedule, ...(suspension === undefined ? {} : { suspension }) },
        signal,
      );
      const nextAt = schedule.nextAt();
      this.#expectedBy = nextAt === undefined ? undefined : nextAt + SCAN_TIMEOUT;
      dependencies.passed(outcome);
      this.#scanAtExpiry(outcome);
      if (isStepped) {
        const missedRuns = noticed.missedRuns + this.#noticed.missedRuns;
        this.#noticed = { ...this.#noticed, missedRuns, failure: noticed.failure };
        // Time checks were skipped in this scan; the next one makes them.
        triggers.order();
      }
      if (isRenewing(outcome.assessment)) setTimeout(() => triggers.order(), KEY_FOLLOWS_WITHIN).unref();
      if (isSecondScanDue(outcome.observation)) setTimeout(() => triggers.order(), SECOND_SCAN_AFTER).unref();
    } catch (error) {
      if (signal.aborted) return;
      dependencies.failed(error);
      const detail = error instanceof Error ? error.message : String(error);
      diagnostics.note('error', `a scan failed: ${detail}; trying again in ${RETRY_AFTER / SECOND} s`);
      const failure: Problem = { reason: 'scan_failed', location: 'scan', detail };
      this.#happened = [...happened, ...this.#happened];
      this.#suspension = suspension;
      const { missedRuns, clockStepMs, rejected } = this.#noticed;
      this.#noticed = {
        missedRuns: noticed.missedRuns + missedRuns,
        clockStepMs: noticed.clockStepMs + clockStepMs,
        rejected,
        failure,
      };
      // Only one retry at a time, because every failed scan orders another one.
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => triggers.order(), RETRY_AFTER);
      this.#retry.unref();
    } finally {
      this.#runningSinceMs = undefined;
    }
  }

  #follow(hints: readonly Disposable[]): void {
    this.#unfollow();
    this.#hints = hints;
    this.#following = new AbortController();
    void this.#followSchedule(this.#dependencies, this.#following.signal);
  }

  #unfollow(): void {
    this.#following.abort();
    for (const hint of this.#hints) hint[Symbol.dispose]();
    this.#hints = [];
  }

  async #followSchedule({ schedule, triggers, diagnostics }: MonitorDependencies, signal: AbortSignal): Promise<void> {
    try {
      for await (const { missed } of schedule.runs(signal)) {
        this.#noticed = { ...this.#noticed, missedRuns: this.#noticed.missedRuns + missed };
        triggers.order();
      }
    } catch (error) {
      diagnostics.note('error', `the schedule ended: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
