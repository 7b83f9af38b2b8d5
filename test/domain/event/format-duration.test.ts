import { describe, expect, test } from 'vitest';
import { formatDuration, formatRemainingTime, remainingTimeOf } from '../../../src/domain/event/format-duration.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';

describe('a duration', () => {
  const rows: readonly (readonly [ms: number, en: string, ja: string])[] = [
    [-5, '0 s', '0 秒'],
    [0, '0 s', '0 秒'],
    [SECOND - 1, '0 s', '0 秒'],
    [SECOND, '1 s', '1 秒'],
    [MINUTE - 1, '59 s', '59 秒'],
    [MINUTE, '1 m', '1 分'],
    [MINUTE + 59 * SECOND, '1 m', '1 分'],
    [HOUR - 1, '59 m', '59 分'],
    [HOUR, '1 h', '1 時間'],
    [3 * HOUR + 10 * MINUTE, '3 h 10 m', '3 時間 10 分'],
    [DAY - 1, '23 h 59 m', '23 時間 59 分'],
    [DAY, '1 d', '1 日'],
    [DAY + 59 * MINUTE, '1 d', '1 日'],
    [2 * DAY + 23 * HOUR + 59 * MINUTE, '2 d 23 h', '2 日 23 時間'],
    [400 * DAY, '400 d', '400 日'],
  ];
  for (const [ms, en, ja] of rows) {
    test(`${ms} ms: ${en}`, () => {
      expect([formatDuration(ms, 'en'), formatDuration(ms, 'ja')]).toEqual([en, ja]);
    });
  }
});

describe('the remaining time', () => {
  test.each<[ms: number, en: string, ja: string]>([
    [0, 'less than a minute', '1 分未満'],
    [MINUTE - 1, 'less than a minute', '1 分未満'],
    [MINUTE, '1 minute', '1 分'],
    [4 * MINUTE + 40_000, '4 minutes', '4 分'],
    [2 * HOUR - 1, '119 minutes', '119 分'],
    [2 * HOUR, '2 hours', '2 時間'],
    [24 * HOUR - 1, '23 hours', '23 時間'],
    [24 * HOUR, '24 hours (1 d)', '24 時間 (1 日)'],
    [71 * HOUR, '71 hours (2 d 23 h)', '71 時間 (2 日 23 時間)'],
    [720 * HOUR, '720 hours (30 d)', '720 時間 (30 日)'],
  ])('of %i ms: %s', (ms, en, ja) => {
    expect([formatRemainingTime(ms, 'en'), formatRemainingTime(ms, 'ja')]).toEqual([en, ja]);
  });

  test('in a record is exact to the millisecond if both instants are known, and in hours otherwise', () => {
    const facts = { notAfter: 10 * HOUR };
    expect(remainingTimeOf(facts, 10 * HOUR - 5 * MINUTE, '0', 'en')).toBe('5 minutes');
    expect(remainingTimeOf(facts, 11 * HOUR, '0', 'en')).toBe('less than a minute');
    expect(remainingTimeOf(facts, undefined, '0', 'en')).toBe('0 hours');
    expect(remainingTimeOf(facts, undefined, '1', 'ja')).toBe('1 時間');
    expect(remainingTimeOf(facts, undefined, '71', 'en')).toBe('71 hours (2 d 23 h)');
  });
});
