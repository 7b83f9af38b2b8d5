import { describe, expect, test } from 'vitest';
import {
  duration,
  plainTime,
  quoteName,
  remaining,
  remainingIn,
  twelveHourTime,
  utcOffset,
  wallClock,
  when,
} from '../../../src/domain/event/wording.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../src/domain/time.ts';

const TOKYO = (): number => 540;

describe('a time in a sentence', () => {
  const rows: readonly (readonly [at: string, offset: number, en: string, ja: string])[] = [
    ['2026-11-24T00:05:03Z', 540, 'Nov 24, 2026 9:05:03 AM (UTC+09:00)', '2026/11/24 9:05:03 (UTC+09:00)'],
    ['2026-04-01T04:05:06Z', 540, 'Apr 1, 2026 1:05:06 PM (UTC+09:00)', '2026/04/01 13:05:06 (UTC+09:00)'],
    ['2026-01-01T00:00:00Z', 0, 'Jan 1, 2026 12:00:00 AM (UTC+00:00)', '2026/01/01 0:00:00 (UTC+00:00)'],
    ['2026-01-01T12:00:00Z', 0, 'Jan 1, 2026 12:00:00 PM (UTC+00:00)', '2026/01/01 12:00:00 (UTC+00:00)'],
    ['2026-01-01T00:30:00Z', -210, 'Dec 31, 2025 9:00:00 PM (UTC-03:30)', '2025/12/31 21:00:00 (UTC-03:30)'],
    ['2028-02-28T18:15:00Z', 345, 'Feb 29, 2028 12:00:00 AM (UTC+05:45)', '2028/02/29 0:00:00 (UTC+05:45)'],
    ['9999-12-31T23:59:59Z', 0, 'Dec 31, 9999 11:59:59 PM (UTC+00:00)', '9999/12/31 23:59:59 (UTC+00:00)'],
    ['1950-01-01T00:00:00Z', 0, 'Jan 1, 1950 12:00:00 AM (UTC+00:00)', '1950/01/01 0:00:00 (UTC+00:00)'],
  ];
  for (const [at, offset, en, ja] of rows) {
    test(`${at} at ${offset} minutes`, () => {
      const offsetMinutes = (): number => offset;
      expect(when(Date.parse(at), { locale: 'en', offsetMinutes })).toBe(en);
      expect(when(Date.parse(at), { locale: 'ja', offsetMinutes })).toBe(ja);
    });
  }

  test('has the offset of that time, not of today', () => {
    const summer = (at: Instant): number => (at < Date.UTC(2026, 9, 25, 1) ? 120 : 60);
    const wording = { locale: 'en', offsetMinutes: summer } as const;
    expect(when(Date.UTC(2026, 9, 25, 0, 59, 59), wording)).toBe('Oct 25, 2026 2:59:59 AM (UTC+02:00)');
    expect(when(Date.UTC(2026, 9, 25, 1), wording)).toBe('Oct 25, 2026 2:00:00 AM (UTC+01:00)');
  });

  test('is the same with both types of clock', () => {
    const wall = wallClock(Date.UTC(2026, 10, 24, 0, 5, 3), TOKYO);
    expect([twelveHourTime(wall), plainTime(wall)]).toEqual(['9:05:03 AM', '9:05:03']);
  });
});

test('an offset from UTC has a sign and two digits each', () => {
  const rows: readonly (readonly [minutes: number, text: string])[] = [
    [0, '+00:00'],
    [540, '+09:00'],
    [345, '+05:45'],
    [840, '+14:00'],
    [-1, '-00:01'],
    [-210, '-03:30'],
    [-720, '-12:00'],
  ];
  for (const [minutes, text] of rows) expect(utcOffset(minutes)).toBe(text);
});

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
      expect([duration(ms, 'en'), duration(ms, 'ja')]).toEqual([en, ja]);
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
    expect([remaining(ms, 'en'), remaining(ms, 'ja')]).toEqual([en, ja]);
  });

  test('in a record is exact to the millisecond if both instants are known, and in hours otherwise', () => {
    const facts = { notAfter: 10 * HOUR };
    expect(remainingIn(facts, 10 * HOUR - 5 * MINUTE, '0', 'en')).toBe('5 minutes');
    expect(remainingIn(facts, 11 * HOUR, '0', 'en')).toBe('less than a minute');
    expect(remainingIn(facts, undefined, '0', 'en')).toBe('0 hours');
    expect(remainingIn({}, HOUR, '1', 'ja')).toBe('1 時間');
    expect(remainingIn({}, HOUR, '71', 'en')).toBe('71 hours (2 d 23 h)');
  });
});

test('a name is in the quotation marks of the language', () => {
  expect([quoteName('Default MAIL01', 'en'), quoteName('Default MAIL01', 'ja')]).toEqual([
    '"Default MAIL01"',
    '「Default MAIL01」',
  ]);
});

test.each([
  ['Büro "A" & <b>', '“Büro "A" & <b>”', '「Büro "A" & <b>」'],
  ['営業「東」', '"営業「東」"', '『営業「東」』'],
])('a name with quotation marks is in different ones: %s', (name, english, japanese) => {
  expect([quoteName(name, 'en'), quoteName(name, 'ja')]).toEqual([english, japanese]);
});
