import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { isSecondScanDue } from '../../domain/observation/coverage.ts';
import { isRenewing } from '../../domain/observation/file-histories.ts';
import { nextExpiry } from '../../domain/observation/next-expiry.ts';
import type { ServiceState } from '../../domain/observation/observation.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { ScanScope } from '../ports/stores.ts';
import type { Diagnostics, Schedule, Suspension } from '../ports/system.ts';
import { runScan, type ScanDependencies, type ScanOutcome } from './run-scan.ts';
import { SCAN_TIMEOUT } from './scan-timeout.ts';
import type { ScanTriggers } from './scan-triggers.ts';

/** A folder found empty for the first time is looked at again when this has gone by, ms. */
const SECOND_LOOK_AFTER: number = 30 * SECOND;
/** A key that is no longer its certificate's is judged when this has gone by: its own may still be on its way, ms. */
const KEY_FOLLOWS_WITHIN: number = 10 * SECOND;
/** The longest that a timer of Node waits, ms. */
const LONGEST_TIMER: number = 2 ** 31 - 1;
/** After a pass that failed, another is tried when this has gone by, ms. */
const RETRY_AFTER: number = 10 * SECOND;

/** What the watch works with; a new configuration makes a new one. */
export interface MonitorDependencies extends ScanDependencies {
  readonly schedule: Schedule;
  readonly occasions: ScanTriggers;
  readonly diagnostics: Diagnostics;
  /** Told of every pass that was committed. */
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

/** Passes, one at a time, at every occasion, until it is told to end. What it notices of itself goes into the next pass. */
export class Monitor {
  #means: MonitorDependencies;
  #noticed: Noticed = NOTHING_NOTICED;
  /** What happened to the service and is not written yet: the next pass writes it. */
  #happened: readonly NewEventRecord[] = [];
  /** How long the host was suspended, and not written yet. */
  #suspension: Suspension | undefined;
  #runningSinceMs: number | undefined;
  /** When the pass after the last that was committed is overdue; undefined: none is known to come. */
  #expectedBy: Instant | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Orders a scan when the next certificate in use expires. */
  #expiry: NodeJS.Timeout | undefined;
  #following: AbortController = new AbortController();
  #hints: readonly Disposable[] = [];

  constructor(means: MonitorDependencies) {
    this.#means = means;
  }

  /** Whether no pass hangs. */
  get isAlive(): boolean {
    const { clock } = this.#means;
    return this.#runningSinceMs === undefined || clock.monotonicMs() - this.#runningSinceMs < SCAN_TIMEOUT;
  }

  /** Whether a pass is under way. */
  get isPassing(): boolean {
    return this.#runningSinceMs !== undefined;
  }

  /** Whether certificates are watched: no pass hangs, and the last that was committed is not long overdue for another. */
  get isWatching(): boolean {
    return this.isAlive && (this.#expectedBy === undefined || this.#means.clock.now() <= this.#expectedBy);
  }

  /** Puts a new configuration in force at the next pass, which also writes the record that says so, and orders one. */
  reconfigure(means: MonitorDependencies, hints: readonly Disposable[], reloaded: NewEventRecord): void {
    this.#happened = [...this.#happened, reloaded];
    this.#noticed = { ...this.#noticed, rejected: undefined };
    this.#means = means;
    this.#follow(hints);
    means.occasions.order();
  }

  /** A configuration was offered and is faulty; the one before stays. */
  reject(problem: Problem): void {
    const times = (this.#noticed.rejected?.times ?? 0) + 1;
    this.#noticed = { ...this.#noticed, rejected: { ...problem, times } };
    this.#means.occasions.order();
  }

  /** Runs until the signal; the first pass is due at once. */
  async run(hints: readonly Disposable[], signal: AbortSignal): Promise<void> {
    this.#follow(hints);
    this.#means.occasions.order();
    try {
      for (;;) {
        const attention = await this.#means.occasions.next(signal);
        if (attention === undefined) break;
        await this.#pass(attention, signal);
      }
    } finally {
      this.#unfollow();
      clearTimeout(this.#expiry);
    }
  }

  /** Orders a scan for the instant after the next certificate in use expires: its event is not late by a schedule. */
  #scanAtExpiry({ assessment }: ScanOutcome): void {
    const { clock, occasions } = this.#means;
    clearTimeout(this.#expiry);
    const expiry = nextExpiry(assessment);
    if (expiry === undefined) return;
    // A timer may fire early, and a clock may stand still: no more than one scan each second.
    const wait = Math.max(SECOND, expiry + 1 - clock.now());
    this.#expiry = setTimeout(() => occasions.order(), Math.min(wait, LONGEST_TIMER));
    this.#expiry.unref();
  }

  async #pass(attention: ScanScope, signal: AbortSignal): Promise<void> {
    const means = this.#means;
    const { occasions, diagnostics, schedule, clock } = means;
    const happened = this.#happened;
    // Whatever the occasion: no pass judges by a clock that was set before it is told that it was.
    const noticed = { ...this.#noticed, clockStepMs: this.#noticed.clockStepMs + schedule.takeClockStep() };
    const isStepped = noticed.clockStepMs !== 0;
    const noticedSuspension = schedule.takeSuspension();
    if (noticedSuspension !== undefined) means.surroundings.probes?.suspended();
    const suspension = addSuspensions(this.#suspension, noticedSuspension);
    this.#suspension = undefined;
    // The pass that follows at once tells of runs that were missed: told in this one, that would be over with it.
    const service = isStepped ? { ...noticed, missedRuns: 0, failure: undefined } : noticed;
    this.#happened = [];
    this.#noticed = { ...NOTHING_NOTICED, rejected: noticed.rejected };
    this.#runningSinceMs = clock.monotonicMs();
    try {
      const outcome = await runScan(
        means,
        { service, happened, attention, schedule, ...(suspension === undefined ? {} : { suspension }) },
        signal,
      );
      const nextAt = schedule.nextAt();
      this.#expectedBy = nextAt === undefined ? undefined : nextAt + SCAN_TIMEOUT;
      means.passed(outcome);
      this.#scanAtExpiry(outcome);
      if (isStepped) {
        const missedRuns = noticed.missedRuns + this.#noticed.missedRuns;
        this.#noticed = { ...this.#noticed, missedRuns, failure: noticed.failure };
        // Verdicts about time waited in this pass: the next one makes them.
        occasions.order();
      }
      if (isRenewing(outcome.assessment)) setTimeout(() => occasions.order(), KEY_FOLLOWS_WITHIN).unref();
      if (isSecondScanDue(outcome.observation)) setTimeout(() => occasions.order(), SECOND_LOOK_AFTER).unref();
    } catch (error) {
      if (signal.aborted) return;
      means.failed(error);
      const detail = error instanceof Error ? error.message : String(error);
      diagnostics.note('error', `a scan failed: ${detail}; trying again in ${RETRY_AFTER / SECOND} s`);
      const failure: Problem = { reason: 'pass_failed', location: 'scan', detail };
      this.#happened = [...happened, ...this.#happened];
      this.#suspension = suspension;
      const { missedRuns, clockStepMs, rejected } = this.#noticed;
      this.#noticed = {
        missedRuns: noticed.missedRuns + missedRuns,
        clockStepMs: noticed.clockStepMs + clockStepMs,
        rejected,
        failure,
      };
      // One at a time: every failing pass brings another, and they must not become more and more.
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => occasions.order(), RETRY_AFTER);
      this.#retry.unref();
    } finally {
      this.#runningSinceMs = undefined;
    }
  }

  #follow(hints: readonly Disposable[]): void {
    this.#unfollow();
    this.#hints = hints;
    this.#following = new AbortController();
    void this.#followSchedule(this.#means, this.#following.signal);
  }

  #unfollow(): void {
    this.#following.abort();
    for (const hint of this.#hints) hint[Symbol.dispose]();
    this.#hints = [];
  }

  async #followSchedule({ schedule, occasions, diagnostics }: MonitorDependencies, signal: AbortSignal): Promise<void> {
    try {
      for await (const { missed } of schedule.runs(signal)) {
        this.#noticed = { ...this.#noticed, missedRuns: this.#noticed.missedRuns + missed };
        occasions.order();
      }
    } catch (error) {
      diagnostics.note('error', `the schedule ended: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
