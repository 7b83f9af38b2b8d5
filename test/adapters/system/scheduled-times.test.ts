import { describe, expect, test } from 'vitest';
import { scheduledTimesBetween } from '../../../src/adapters/system/scheduled-times.ts';

const everyQuarter = (at: number) => at % 900_000 === 0;

describe('for a quarter-hourly schedule from 0 on', () => {
  test.each([
    ['nothing is due before its first', -1, []],
    ['the first is due at its instant', 0, [0]],
    ['one is due a millisecond before the second', 899_999, [0]],
    ['two are due at the second', 900_000, [0, 900_000]],
    ['five are due in an hour', 3_600_000, [0, 900_000, 1_800_000, 2_700_000, 3_600_000]],
  ])('%s', (_title, until, due) => {
    expect(scheduledTimesBetween(everyQuarter, 0, until, 60_000)).toEqual(due);
  });
});

test('a year is not searched minute by minute', () => {
  let asked = 0;
  const due = scheduledTimesBetween(
    () => {
      asked += 1;
      return false;
    },
    0,
    365 * 86_400_000,
    60_000,
  );
  expect(due).toEqual([]);
  expect(asked).toBe(2880);
});
