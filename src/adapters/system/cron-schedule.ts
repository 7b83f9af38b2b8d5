import { createTask, type ScheduledTask, type TaskOptions } from 'node-cron';
import { type Instant, MINUTE, SECOND } from '../../domain/time.ts';
import type { Clock, Schedule, ScheduledRun, Suspension } from '../../work/ports/system.ts';
import { type ClockReading, clockStep, readClock, suspendedBetween } from './clock-step.ts';
import { RunSlot } from './run-slot.ts';
import { scheduledTimesBetween } from './scheduled-times.ts';

const doNothing = () => undefined;

/**
 * The runs that a cron expression defines in a time zone; each run is a scan. If runs are late, the
 * latest takes place and the others are counted as missed. Detects changes of the wall clock and suspensions of the
 * host. After a suspension, a run takes place at once.
 */
export class CronSchedule implements Schedule {
  readonly #expression: string;
  readonly #options: TaskOptions;
  readonly #clock: Clock;
  /** The clocks when they were last checked. */
  #previous: ClockReading;
  /** The sum of clock changes since the last call of `takeClockStep`. */
  #steppedMs = 0;
  /** The suspension since the last call of `takeSuspension`. */
  #suspension: Suspension | undefined;
  /** Handles a clock change or a suspension while a caller iterates over `runs`. */
  #onClockChange: (reading: ClockReading, wasSuspended: boolean) => void = doNothing;

  /**
   * @param expression a valid expression with five or six fields
   * @param timezone a valid IANA name, by default the time zone of the process
   */
  constructor(expression: string, timezone: string | undefined, clock: Clock) {
    this.#expression = expression;
    this.#clock = clock;
    this.#previous = readClock(clock);
    this.#options = {
      ...(timezone === undefined ? {} : { timezone }),
      // A run that becomes due during another run is reported as `execution:overlap`. For node-cron, a
      // run lasts until the promise of `RunSlot.due` resolves.
      noOverlap: true,
      // However late the timer is, the latest due run takes place. Only earlier ones are reported as
      // `execution:missed`.
      missedExecutionTolerance: Number.POSITIVE_INFINITY,
      logger: { info: doNothing, warn: doNothing, error: doNothing, debug: doNothing },
    };
  }

  /** Returns the next scheduled time; undefined if the expression has none. */
  nextAt(): Instant | undefined {
    const task = createTask(this.#expression, doNothing, this.#options);
    try {
      return task.getNextRuns(1)[0]?.getTime();
    } catch {
      // The expression has no time in the next 100 years, for example 30 February.
      return undefined;
    } finally {
      void task.destroy();
    }
  }

  /** Returns how far the clock was set since the last call, ms; positive if forward. */
  takeClockStep(): number {
    this.#checkClocks();
    const stepMs = this.#steppedMs;
    this.#steppedMs = 0;
    return stepMs;
  }

  /** Returns the suspensions of the host since the last call, added up; undefined: none. */
  takeSuspension(): Suspension | undefined {
    this.#checkClocks();
    const suspension = this.#suspension;
    this.#suspension = undefined;
    return suspension;
  }

  /**
   * Yields each run when it is due, until the signal aborts. The run ends when the caller asks for
   * the next run. Without a next time, yields nothing and waits for the signal.
   */
  async *runs(signal: AbortSignal): AsyncIterable<ScheduledRun> {
    if (signal.aborted) return;
    // Holds at most one due run. `take` ends the previous run and waits for the next one.
    const slot = new RunSlot();
    const close = () => slot.close();
    signal.addEventListener('abort', close, { once: true });
    const stop = this.nextAt() === undefined ? doNothing : this.#start(slot);
    try {
      for (let run = await slot.take(); run !== undefined; run = await slot.take())
        yield this.#moveMissedToSuspension(run);
    } finally {
      stop();
      slot.close();
      signal.removeEventListener('abort', close);
    }
  }

  /**
   * If the host was suspended, counts the runs that were missed before this run as missed because of
   * the suspension, so that they are not reported as a sign of slow scans.
   */
  #moveMissedToSuspension(run: ScheduledRun): ScheduledRun {
    this.#checkClocks();
    if (this.#suspension === undefined || run.missed === 0) return run;
    this.#countMissedInSuspension(run.missed);
    return { ...run, missed: 0 };
  }

  #countMissedInSuspension(count: number): void {
    const { ms, missedScans } = this.#suspension ?? { ms: 0, missedScans: 0 };
    this.#suspension = { ms, missedScans: missedScans + count };
  }

  /** Adds due runs to the slot until the returned function is called. */
  #start(slot: RunSlot): () => void {
    // The scheduled time of the latest run that was added or missed, so that none is added twice.
    let lastRunAt = Number.NEGATIVE_INFINITY;
    const addDueRun = (date: Date): Promise<void> => {
      lastRunAt = Math.max(lastRunAt, date.getTime());
      return slot.due(date.getTime());
    };
    const task = createTask(this.#expression, ({ date }) => addDueRun(date), this.#options);
    task.on('execution:overlap', ({ date }) => void addDueRun(date));
    task.on('execution:missed', ({ date }) => {
      lastRunAt = Math.max(lastRunAt, date.getTime());
      slot.missed(1);
    });
    void task.start();

    // The next scheduled time, as it was before a clock change.
    let next = task.getNextRun()?.getTime();
    this.#onClockChange = ({ now }, wasSuspended) => {
      // The timer of the task was set for the old time. It would wait until the wall clock reaches
      // that time again.
      void task.stop();
      void task.start();
      const skippedTimes = this.#skippedTimes(task, next, now).filter((at) => at > lastRunAt);
      const lastSkipped = skippedTimes.at(-1);
      const missed = Math.max(0, skippedTimes.length - 1);
      if (wasSuspended) this.#countMissedInSuspension(missed);
      else slot.missed(missed);
      // If the clock was set back, the scheduled times after its new time come again, and are run
      // again.
      lastRunAt = Math.min(lastRunAt, now);
      if (lastSkipped !== undefined) void addDueRun(new Date(lastSkipped));
      // A suspension without a skipped time also causes a run: changes of files were not detected.
      else if (wasSuspended) void slot.due(now);
    };
    const clockTimer = setInterval(() => {
      this.#checkClocks();
      next = task.getNextRun()?.getTime();
    }, SECOND);
    clockTimer.unref();
    return () => {
      clearInterval(clockTimer);
      this.#onClockChange = doNothing;
      void task.destroy();
    };
  }

  /**
   * Detects a clock change or a suspension since the last call. Called every second, so that the
   * difference of a slewed clock stays below the threshold.
   */
  #checkClocks(): void {
    const reading = readClock(this.#clock);
    const stepMs = clockStep(this.#previous, reading);
    const suspendedMs = suspendedBetween(this.#previous, reading);
    this.#previous = reading;
    if (stepMs === 0 && suspendedMs === 0) return;
    this.#steppedMs += stepMs;
    if (suspendedMs > 0) {
      const { ms, missedScans } = this.#suspension ?? { ms: 0, missedScans: 0 };
      this.#suspension = { ms: ms + suspendedMs, missedScans };
    }
    this.#onClockChange(reading, suspendedMs > 0);
  }

  /**
   * Returns the scheduled times that a clock change skipped: from `next`, which was the next time
   * before the change, until `now`.
   */
  #skippedTimes(task: ScheduledTask, next: Instant | undefined, now: Instant): readonly Instant[] {
    if (next === undefined || next > now) return [];
    // An expression with six fields begins with seconds.
    const hasSeconds = this.#expression.trim().split(/\s+/).length === 6;
    return scheduledTimesBetween((at) => task.match(new Date(at)), next, now, hasSeconds ? SECOND : MINUTE);
  }
}
