import { setTimeout as wait } from 'node:timers/promises';
import { createTask } from 'node-cron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { CronSchedule } from '../../../src/adapters/system/cron-schedule.ts';
import type { Clock, ScheduledRun } from '../../../src/work/ports/system.ts';

/** The clocks of the system, which fake timers set. The uptime of the host cannot be set. */
const clock: Clock = { now: systemClock.now, monotonicMs: systemClock.monotonicMs };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 24, 12);

/** Takes runs until the signal; each ends when `pass` does. */
function follow(
  schedule: CronSchedule,
  signal: AbortSignal,
  pass: () => Promise<void> = () => Promise.resolve(),
): { readonly runs: ScheduledRun[]; readonly ended: Promise<void> } {
  const runs: ScheduledRun[] = [];
  const ended = (async () => {
    for await (const run of schedule.runs(signal)) {
      runs.push(run);
      await pass();
    }
  })();
  return { runs, ended };
}

/**
 * A clock whose monotonic time follows the wall clock: time has passed without a timer, as if the
 * event loop was blocked.
 */
const unsteppedClock: Clock = { now: () => Date.now(), monotonicMs: () => Date.now() - NOON };

const at = (run: ScheduledRun): string => new Date(run.dueAt).toISOString().slice(11, 19);

// node-cron only reads the clock of the system, so that fake timers replace it.
describe('on a simulated clock at noon', () => {
  let abort: AbortController;

  beforeEach(() => {
    vi.useFakeTimers({
      now: NOON,
      toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    });
    abort = new AbortController();
  });
  afterEach(() => {
    abort.abort();
    vi.useRealTimers();
  });

  test('a quarter-hourly schedule runs at every quarter', async () => {
    const { runs, ended } = follow(new CronSchedule('*/15 * * * *', 'UTC', clock), abort.signal);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(runs.map(at)).toEqual(['12:15:00', '12:30:00', '12:45:00', '13:00:00']);
    expect(runs.every(({ missed }) => missed === 0)).toBe(true);
    abort.abort();
    await ended;
  });

  test.each([
    ['UTC', '2026-11-25T03:00:00.000Z'],
    ['Asia/Tokyo', '2026-11-24T18:00:00.000Z'],
    ['America/New_York', '2026-11-25T08:00:00.000Z'],
  ])('three in the morning in %s is at %s', (timezone, next) => {
    const schedule = new CronSchedule('0 3 * * *', timezone, clock);
    expect(new Date(schedule.nextAt() ?? 0).toISOString()).toBe(next);
  });

  test('seconds are allowed', () => {
    expect(new CronSchedule('30 * * * * *', 'UTC', clock).nextAt()).toBe(NOON + 30_000);
  });

  test('a day that never occurs again has no next run, and its runs end with the signal', async () => {
    const schedule = new CronSchedule('0 0 29 2 1', 'UTC', clock);
    expect(schedule.nextAt()).toBe(Date.UTC(2044, 1, 29));
    vi.setSystemTime(Date.UTC(275_760, 8, 12, 23));
    expect(schedule.nextAt()).toBeUndefined();
    const { runs, ended } = follow(schedule, abort.signal);
    abort.abort();
    await ended;
    expect(runs).toEqual([]);
  });

  test('a signal that was aborted before gives no run', async () => {
    abort.abort();
    const { runs, ended } = follow(new CronSchedule('* * * * * *', 'UTC', clock), abort.signal);
    await ended;
    expect(runs).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('the signal ends the runs and leaves no timer', async () => {
    const { runs, ended } = follow(new CronSchedule('* * * * *', 'UTC', clock), abort.signal);
    await vi.advanceTimersByTimeAsync(MINUTE);
    abort.abort();
    await ended;
    expect(runs.map(at)).toEqual(['12:01:00']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('runs that are due during another one make one more, which counts the others', async () => {
    const finish: (() => void)[] = [];
    const slow = () => new Promise<void>((resolve) => finish.push(resolve));
    const { runs } = follow(new CronSchedule('* * * * *', 'UTC', clock), abort.signal, slow);
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    expect(runs.map(at)).toEqual(['12:01:00']);
    finish.shift()?.();
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs.map(at)).toEqual(['12:01:00', '12:04:00']);
    expect(runs.at(-1)?.missed).toBe(2);
    finish.shift()?.();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(runs.map(at)).toEqual(['12:01:00', '12:04:00', '12:05:00']);
    expect(runs.at(-1)?.missed).toBe(0);
  });

  test('a process that slept 50 minutes makes the newest run and counts the others', async () => {
    const schedule = new CronSchedule('*/15 * * * *', 'UTC', unsteppedClock);
    const { runs } = follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(14 * MINUTE);
    vi.setSystemTime(Date.now() + 50 * MINUTE);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(runs.map(at)).toEqual(['13:00:00']);
    expect(runs[0]?.missed).toBe(3);
    expect(schedule.takeClockStep()).toBe(0);
  });

  test('a run 40 seconds late is made, and none is missed', async () => {
    const { runs } = follow(new CronSchedule('*/15 * * * *', 'UTC', unsteppedClock), abort.signal);
    await vi.advanceTimersByTimeAsync(15 * MINUTE - 1);
    vi.setSystemTime(Date.now() + 40_000);
    await vi.advanceTimersByTimeAsync(10);
    expect(runs.map(at)).toEqual(['12:15:00']);
    expect(runs[0]?.missed).toBe(0);
  });

  test('node-cron without this program does not run for an hour after the clock was set back an hour', async () => {
    let made = 0;
    const task = createTask('* * * * *', () => {
      made += 1;
    });
    await task.start();
    await vi.advanceTimersByTimeAsync(30_000);
    vi.setSystemTime(Date.now() - HOUR);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(made).toBe(0);
    await task.destroy();
  });

  test('a host that was suspended makes the newest run; those during the suspension are part of it', async () => {
    let sleptMs = 0;
    const sleeping: Clock = { ...clock, uptimeMs: () => clock.monotonicMs() + sleptMs };
    const schedule = new CronSchedule('*/15 * * * *', 'UTC', sleeping);
    const { runs } = follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(20 * MINUTE);
    sleptMs += 45 * MINUTE;
    vi.setSystemTime(Date.now() + 45 * MINUTE);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs.map(at)).toEqual(['12:15:00', '13:00:00']);
    expect(runs.map(({ missed }) => missed)).toEqual([0, 0]);
    expect(schedule.takeClockStep()).toBe(0);
    expect(schedule.takeSuspension()).toEqual({ ms: 45 * MINUTE, missedScans: 2 });
    expect(schedule.takeSuspension()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(runs.map(at)).toEqual(['12:15:00', '13:00:00', '13:15:00']);
  });

  test('a suspension between two scheduled runs causes a run at once', async () => {
    let sleptMs = 0;
    const sleeping: Clock = { ...clock, uptimeMs: () => clock.monotonicMs() + sleptMs };
    const schedule = new CronSchedule('0 15 * * *', 'UTC', sleeping);
    const { runs } = follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(MINUTE);
    sleptMs += 2 * HOUR;
    vi.setSystemTime(Date.now() + 2 * HOUR);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs).toEqual([{ dueAt: NOON + MINUTE + 2 * HOUR + 1000, missed: 0 }]);
    expect(schedule.takeSuspension()).toEqual({ ms: 2 * HOUR, missedScans: 0 });
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(runs.map(at)).toEqual(['14:01:01', '15:00:00']);
  });

  test('a host whose clock was set while it was suspended reports both', async () => {
    let sleptMs = 0;
    const sleeping: Clock = { ...clock, uptimeMs: () => clock.monotonicMs() + sleptMs };
    const schedule = new CronSchedule('*/15 * * * *', 'UTC', sleeping);
    follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(MINUTE);
    sleptMs += HOUR;
    vi.setSystemTime(Date.now() + 3 * HOUR);
    expect(schedule.takeClockStep()).toBe(2 * HOUR);
    expect(schedule.takeSuspension()).toMatchObject({ ms: HOUR });
  });

  test('a clock set back an hour stops nothing, and is reported once on request', async () => {
    const schedule = new CronSchedule('* * * * *', 'UTC', clock);
    const { runs } = follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(2 * MINUTE + 30_000);
    vi.setSystemTime(Date.now() - HOUR);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(runs.map(at)).toEqual(['12:01:00', '12:02:00', '11:03:00', '11:04:00']);
    expect([schedule.takeClockStep(), schedule.takeClockStep()]).toEqual([-HOUR, 0]);
    expect(runs.every(({ missed }) => missed === 0)).toBe(true);
  });

  test('a clock set forward over three runs makes the newest at once and counts the others', async () => {
    const schedule = new CronSchedule('*/15 * * * *', 'UTC', clock);
    const { runs } = follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(20 * MINUTE);
    vi.setSystemTime(Date.now() + 45 * MINUTE);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs.map(at)).toEqual(['12:15:00', '13:00:00']);
    expect(runs[1]?.missed).toBe(2);
    expect(schedule.takeClockStep()).toBe(45 * MINUTE);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(runs.map(at)).toEqual(['12:15:00', '13:00:00', '13:15:00']);
    expect(runs[2]?.missed).toBe(0);
    expect(schedule.takeClockStep()).toBe(0);
  });

  test('a clock set forward over no run makes none, and the next one is in time', async () => {
    const { runs } = follow(new CronSchedule('*/15 * * * *', 'UTC', clock), abort.signal);
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    await vi.advanceTimersByTimeAsync(4 * MINUTE - 1000);
    expect(runs).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs).toEqual([{ dueAt: NOON + 15 * MINUTE, missed: 0 }]);
  });

  test('a changed clock is known before any run is due, and a skipped run is made once', async () => {
    const schedule = new CronSchedule('*/15 * * * *', 'UTC', clock);
    const { runs } = follow(schedule, abort.signal);
    await vi.advanceTimersByTimeAsync(20 * MINUTE);
    vi.setSystemTime(Date.now() + 45 * MINUTE);
    expect([schedule.takeClockStep(), schedule.takeClockStep()]).toEqual([45 * MINUTE, 0]);
    await vi.advanceTimersByTimeAsync(9 * MINUTE);
    expect(runs.map(at)).toEqual(['12:15:00', '13:00:00']);
    expect(schedule.takeClockStep()).toBe(0);
  });

  test('a run between a clock change and its detection is not made twice', async () => {
    const { runs } = follow(new CronSchedule('*/15 * * * *', 'UTC', clock), abort.signal);
    await vi.advanceTimersByTimeAsync(15 * MINUTE - 500);
    vi.setSystemTime(Date.now() + 20 * MINUTE);
    await vi.advanceTimersByTimeAsync(2000);
    expect(runs.map(at)).toEqual(['12:30:00']);
    expect(runs[0]?.missed).toBe(1);
  });

  test('a clock change during a run makes no second one in parallel', async () => {
    const finish: (() => void)[] = [];
    const slow = () => new Promise<void>((resolve) => finish.push(resolve));
    const { runs } = follow(new CronSchedule('* * * * *', 'UTC', clock), abort.signal, slow);
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(Date.now() + HOUR);
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    expect(runs.map(at)).toEqual(['12:01:00']);
    finish.shift()?.();
    await vi.advanceTimersByTimeAsync(1);
    expect(runs.map(at)).toEqual(['12:01:00', '13:04:00']);
  });
});

test('on the real clock, a schedule of every second runs twice in three', async () => {
  const abort = new AbortController();
  const { runs, ended } = follow(new CronSchedule('*/1 * * * * *', undefined, clock), abort.signal);
  const limit = wait(3000, undefined, { signal: abort.signal }).catch(() => undefined);
  while (runs.length < 2 && (await Promise.race([limit.then(() => 'late'), wait(20)])) !== 'late');
  abort.abort();
  await ended;
  expect(runs.length).toBe(2);
  expect((runs[1]?.dueAt ?? 0) - (runs[0]?.dueAt ?? 0)).toBe(1000);
});
