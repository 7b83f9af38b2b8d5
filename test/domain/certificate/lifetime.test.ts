import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countDueReminders,
  type ExpiringSettings,
  expiringPeriodMs,
  hoursUntilExpiry,
  isExpired,
  isNotYetValid,
  type LifetimeState,
  lifetimeStateOf,
} from '../../../src/domain/certificate/lifetime.ts';
import { addCalendarYears, DAY, HOUR } from '../../../src/domain/time.ts';

const START = Date.UTC(2026, 2, 1, 8, 30);
const WINDOW: ExpiringSettings = { within: 30 * DAY, fraction: 1 / 3, remindAt: [14 * DAY, 7 * DAY, 3 * DAY, DAY] };

/** Common lifetimes, and how long before the expiry a certificate is expiring, ms. */
const LIVES: readonly (readonly [title: string, notAfter: number, windowMs: number])[] = [
  ['6 days', START + 6 * DAY, 2 * DAY],
  ['47 days', START + 47 * DAY, (47 * DAY) / 3],
  ['90 days', START + 90 * DAY, 30 * DAY],
  ['200 days', START + 200 * DAY, 30 * DAY],
  ['1 year', addCalendarYears(START, 1), 30 * DAY],
  ['5 years', addCalendarYears(START, 5), 30 * DAY],
];

describe('the state of a lifetime changes at its edges and nowhere else', () => {
  for (const [title, notAfter, windowMs] of LIVES) {
    const life = { notBefore: START, notAfter };
    const edges: readonly (readonly [
      edge: string,
      at: number,
      before: LifetimeState,
      on: LifetimeState,
      after: LifetimeState,
    ])[] = [
      ['notBefore', START, 'not-yet-valid', 'ok', 'ok'],
      ['the beginning of soon', notAfter - windowMs, 'ok', 'expiring', 'expiring'],
      ['notAfter', notAfter, 'expiring', 'expiring', 'expired'],
    ];
    for (const [edge, at, before, on, after] of edges) {
      test(`${title}, ${edge}: ${before}, ${on}, ${after} at -1 ms, 0, +1 ms`, () => {
        const states = [at - 1, at, at + 1].map((now) => lifetimeStateOf(life, now, WINDOW));
        expect(states).toEqual([before, on, after]);
      });
    }

    test(`${title}: the state is expiring from ${windowMs / HOUR} hours before notAfter`, () => {
      expect(expiringPeriodMs(life, WINDOW)).toBeCloseTo(windowMs, 3);
    });
  }

  test('expired is after notAfter, not yet valid is before notBefore, strictly', () => {
    const at = [START - 1, START, START + 1];
    expect(at.map((now) => isExpired({ notAfter: START }, now))).toEqual([false, false, true]);
    expect(at.map((now) => isNotYetValid({ notBefore: START }, now))).toEqual([true, false, false]);
  });

  test('a window longer than the lifetime makes all of it expiring; a window of 0 only its last millisecond', () => {
    const life = { notBefore: START, notAfter: START + DAY };
    const whole = { within: 30 * DAY, fraction: 1, remindAt: [] };
    expect([START, START + DAY].map((now) => lifetimeStateOf(life, now, whole))).toEqual(['expiring', 'expiring']);
    const nothing = { within: 0, fraction: 1, remindAt: [] };
    const end = [START + DAY - 1, START + DAY, START + DAY + 1];
    expect(end.map((now) => lifetimeStateOf(life, now, nothing))).toEqual(['ok', 'expiring', 'expired']);
  });

  test('a certificate with notAfter before notBefore is never ok', () => {
    const crossed = { notBefore: START + DAY, notAfter: START };
    const now = [START - 1, START, START + 1, START + DAY, START + DAY + 1];
    expect(now.map((at) => lifetimeStateOf(crossed, at, WINDOW))).toEqual([
      'not-yet-valid',
      'not-yet-valid',
      'expired',
      'expired',
      'expired',
    ]);
  });
});

describe('the hours until expiry', () => {
  test('are whole hours, rounded down', () => {
    const rows: readonly (readonly [ms: number, hours: number])[] = [
      [0, 0],
      [1, 0],
      [HOUR - 1, 0],
      [HOUR, 1],
      [HOUR + 1, 1],
      [720 * HOUR - 1, 719],
      [720 * HOUR, 720],
      [720 * HOUR + 1, 720],
    ];
    for (const [ms, hours] of rows)
      expect([ms, hoursUntilExpiry({ notAfter: START }, START - ms)]).toEqual([ms, hours]);
  });
});

describe('the step of an expiring certificate', () => {
  const steps = (ms: number): number => countDueReminders({ notAfter: START }, START - ms, WINDOW);

  test('grows by one when a step is reached, and not a millisecond earlier', () => {
    for (const [index, step] of WINDOW.remindAt.entries()) {
      expect([step + 1, step, step - 1].map(steps)).toEqual([index, index + 1, index + 1]);
    }
    expect(steps(30 * DAY)).toBe(0);
    expect(steps(0)).toBe(4);
  });

  test('never decreases as time passes', () => {
    fc.assert(
      fc.property(fc.nat(40 * DAY), fc.nat(40 * DAY), (a, b) => {
        expect(steps(Math.min(a, b))).toBeGreaterThanOrEqual(steps(Math.max(a, b)));
      }),
    );
  });

  test('is always 0 without steps', () => {
    expect(countDueReminders({ notAfter: START }, START, { ...WINDOW, remindAt: [] })).toBe(0);
  });
});
