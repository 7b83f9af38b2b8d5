import { describe, expect, test } from 'vitest';
import { healthWithoutAttempts, type NotifierHealth } from '../../../src/domain/alert/notifier-health.ts';
import { undeliveredSince } from '../../../src/domain/alert/undelivered-since.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { NOON } from '../world.ts';

const NO_INTERVAL = { interval: undefined };
const SHOWN = { interval: MINUTE };
const failureAt = (at: number) => ({ reason: 'server_error', failure: said(), since: at, at }) as const;
const failing = (since: number, parts: Partial<NotifierHealth> = {}): NotifierHealth => ({
  ...healthWithoutAttempts('ops'),
  failing: failureAt(since),
  lastFailure: failureAt(since),
  ...parts,
});
const waits = { waiting: 1, waitingSince: NOON - 2 };

describe('a notifier with failures', () => {
  test.each<[string, { readonly interval: number | undefined }, NotifierHealth, number, boolean]>([
    ['without any delivery', NO_INTERVAL, healthWithoutAttempts('ops'), NOON, false],
    [
      'with all alerts delivered',
      NO_INTERVAL,
      { ...healthWithoutAttempts('ops'), deliveredAt: NOON - HOUR },
      NOON,
      false,
    ],
    ['with a success after its failure', NO_INTERVAL, failing(NOON - 9 * HOUR, { failing: undefined }), NOON, false],
    [
      'to which something is on its way for the first time',
      NO_INTERVAL,
      { ...healthWithoutAttempts('ops'), ...waits },
      NOON + 9 * HOUR,
      false,
    ],
    ['that is disabled', NO_INTERVAL, failing(NOON, { isDisabled: true, ...waits }), NOON, true],
    ['for open conditions, and disabled', SHOWN, failing(NOON, { isDisabled: true }), NOON, true],
    ['that failed, with nothing left to try', NO_INTERVAL, failing(NOON), NOON, true],
    ['that has failed for 1 ms less than an hour', NO_INTERVAL, failing(NOON, waits), NOON + HOUR - 3, false],
    ['that has failed for an hour', NO_INTERVAL, failing(NOON, { ...waits, waitingSince: NOON }), NOON + HOUR, true],
    ['that has failed since an hour after now', NO_INTERVAL, failing(NOON, waits), NOON - HOUR, true],
    ['for open conditions that has failed for less than an hour', SHOWN, failing(NOON), NOON + HOUR - 1, false],
    ['for open conditions that has failed for an hour', SHOWN, failing(NOON), NOON + HOUR, true],
  ])('is unreliable or not: one %s', (_, notifier, health, now, isUndelivered) => {
    expect(undeliveredSince(notifier, health, now)).toBe(isUndelivered ? NOON : undefined);
  });

  test('is unreliable if one alert has failed for an hour while others are delivered', () => {
    const health = failing(NOON, { failing: undefined, ...waits });
    expect(undeliveredSince(NO_INTERVAL, health, NOON - 3 + HOUR)).toBeUndefined();
    expect(undeliveredSince(NO_INTERVAL, health, NOON - 2 + HOUR)).toBe(NOON - 2);
    expect(undeliveredSince(NO_INTERVAL, { ...health, waitingSince: NOON + 1 }, NOON + 9 * HOUR)).toBeUndefined();
  });
});
