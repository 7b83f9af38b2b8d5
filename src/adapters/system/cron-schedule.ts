import { createTask, type ScheduledTask, type TaskOptions } from 'node-cron';
import { type Instant, MINUTE, SECOND } from '../../domain/time.ts';
import type { Clock, Schedule, ScheduledRun, Suspension } from '../../work/ports/system.ts';
import { type ClockReading, clockStep, readClock, suspendedBetween } from './clock-step.ts';
import { RunSlot } from './run-slot.ts';
import { scheduledTimesBetween } from './scheduled-times.ts';

const doNothing = () => undefined;

/**
 * Runs according to a cron expression in a time zone. A late run takes place, and skipped runs are
 * counted. It detects clock changes and suspensions of the host. After a suspension, it runs at
 * once.
 */
export class CronSchedule implements Schedule {
  readonly #expression: string;
  readonly #options: TaskOptions;
  readonly #clock: Clock;
  #previous: ClockReading;
  /** The sum of clock changes since the last `takeClockStep`. */
  #steppedMs = 0;
  /** The suspension since the last `takeSuspension`. */
  #suspension: Suspension | undefined;
  /** Handles a clock change or a suspension while runs are followed. */
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
      noOverlap: true,
      // If the timer is late by any time, the latest missed run takes place.
      missedExecutionTolerance: Number.POSITIVE_INFINITY,
      logger: { info: doNothing, warn: doNothing, error: doNothing, debug: doNothing },
    };
  }

  nextAt(): Instant | undefined {
    const task = createTask(this.#expression, doNothing, this.#options);
    try {
      return task.getNextRuns(1)[0]?.getTime();
    } catch {
      // node-cron searches the next 100 years.
      return undefined;
    } finally {
      void task.destroy();
    }
  }

  takeClockStep(): number {
    this.#checkClocks();
    const stepMs = this.#steppedMs;
    this.#steppedMs = 0;
    return stepMs;
  }

  takeSuspension(): Suspension | undefined {
    this.#checkClocks();
    const suspension = this.#suspension;
    this.#suspension = undefined;
    return suspension;
  }

  async *runs(signal: AbortSignal): AsyncIterable<ScheduledRun> {
    const slot = new RunSlot();
    const close = () => slot.close();
    signal.addEventListener('abort', close, { once: true });
    const stop = signal.aborted || this.nextAt() === undefined ? doNothing : this.#start(slot);
    try {
      if (signal.aborted) return;
      for (let run = await slot.take(); run !== undefined; run = await slot.take())
        yield this.#withoutSuspendedRuns(run);
    } finally {
      stop();
      slot.close();
      signal.removeEventListener('abort', close);
    }
  }

  /**
   * Removes the missed runs of a suspension from a run, because they are counted in the suspension.
   */
  #withoutSuspendedRuns(run: ScheduledRun): ScheduledRun {
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

    let next = task.getNextRun()?.getTime();
    this.#onClockChange = ({ now }, wasSuspended) => {
      // Its timer was set for the old time, and would wait until the wall clock reaches that time
      // again.
      void task.stop();
      void task.start();
      const skippedTimes = this.#skippedTimes(task, next, now).filter((at) => at > lastRunAt);
      const last = skippedTimes.at(-1);
      const missed = Math.max(0, skippedTimes.length - 1);
      if (wasSuspended) this.#countMissedInSuspension(missed);
      else slot.missed(missed);
      lastRunAt = Math.min(lastRunAt, now);
      if (last !== undefined) void addDueRun(new Date(last));
      // Changes during a suspension were not detected, and timers stopped meanwhile.
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

  /** Reads the clocks frequently, so that a slewed clock does not count as set. */
  #checkClocks(): void {
    const reading = readClock(this.#clock);
    const [stepMs, suspendedMs] = [clockStep(this.#previous, reading), suspendedBetween(this.#previous, reading)];
    this.#previous = reading;
    if (stepMs === 0 && suspendedMs === 0) return;
    this.#steppedMs += stepMs;
    if (suspendedMs > 0) {
      const { ms, missedScans } = this.#suspension ?? { ms: 0, missedScans: 0 };
      this.#suspension = { ms: ms + suspendedMs, missedScans };
    }
    this.#onClockChange(reading, suspendedMs > 0);
  }

  #skippedTimes(task: ScheduledTask, next: Instant | undefined, now: Instant): readonly Instant[] {
    if (next === undefined || next > now) return [];
    const stepMs = this.#expression.trim().split(/\s+/).length === 6 ? SECOND : MINUTE;
    return scheduledTimesBetween((at) => task.match(new Date(at)), next, now, stepMs);
  }
}
