import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockStep, STEP_THRESHOLD_MS, suspendedBetween } from '../../../src/adapters/system/clock-step.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('between two readings, the wall clock', () => {
  test.each([
    ['advanced like the other one', 1000, 1000, 0],
    ['was read late, as was the other one', 600_000, 600_000, 0],
    ['was slewed', 1000.5, 1000, 0],
    ['was set forward by a whisker too little', 1000 + STEP_THRESHOLD_MS - 1, 1000, 0],
    ['was set forward', 1000 + STEP_THRESHOLD_MS, 1000, STEP_THRESHOLD_MS],
    ['was set forward a little more', 1000 + STEP_THRESHOLD_MS + 1, 1000, STEP_THRESHOLD_MS + 1],
    ['was set back by a whisker too little', 1000 - STEP_THRESHOLD_MS + 1, 1000, 0],
    ['was set back', 1000 - STEP_THRESHOLD_MS, 1000, -STEP_THRESHOLD_MS],
    ['was set back an hour', 1000 - 3_600_000, 1000, -3_600_000],
  ])('%s', (_title, wallMs, monotonicMs, step) => {
    const before = { now: NOON, monotonicMs: 5000, uptimeMs: 5000 };
    expect(
      clockStep(before, { now: NOON + wallMs, monotonicMs: 5000 + monotonicMs, uptimeMs: 5000 + monotonicMs }),
    ).toBe(step);
  });
});

test('a clock change does not depend on the time between the readings', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: 0, max: 1e9 }),
      (setBy, short, long) => {
        const before = { now: NOON, monotonicMs: 0, uptimeMs: 0 };
        const after = (ms: number) => clockStep(before, { now: NOON + ms + setBy, monotonicMs: ms, uptimeMs: ms });
        expect(after(short)).toBe(after(long));
      },
    ),
  );
});

describe('a host', () => {
  const before = { now: NOON, monotonicMs: 0, uptimeMs: 0 };

  test.each([
    ['was not suspended', 0, 0],
    ['was suspended too shortly to matter', STEP_THRESHOLD_MS - 1, 0],
    ['was suspended', STEP_THRESHOLD_MS, STEP_THRESHOLD_MS],
    ['was suspended for a night', 8 * 3_600_000, 8 * 3_600_000],
  ])('that %s has no clock that was set', (_title, sleptMs, suspended) => {
    const after = { now: NOON + 1000 + sleptMs, monotonicMs: 1000, uptimeMs: 1000 + sleptMs };
    expect([clockStep(before, after), suspendedBetween(before, after)]).toEqual([0, suspended]);
  });

  test('whose clock was set while it was suspended has both', () => {
    const after = { now: NOON + 3_600_000 + 7_200_000, monotonicMs: 0, uptimeMs: 3_600_000 };
    expect([clockStep(before, after), suspendedBetween(before, after)]).toEqual([7_200_000, 3_600_000]);
  });
});
