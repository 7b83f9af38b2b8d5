import { describe, expect, test } from 'vitest';
import {
  formatInstant,
  localDate,
  twelveHourTime,
  twentyFourHourTime,
  utcOffset,
} from '../../../src/domain/event/format-instant.ts';
import type { Instant } from '../../../src/domain/time.ts';

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
      expect(formatInstant(Date.parse(at), { locale: 'en', offsetMinutes })).toBe(en);
      expect(formatInstant(Date.parse(at), { locale: 'ja', offsetMinutes })).toBe(ja);
    });
  }

  test('has the offset of that time, not of today', () => {
    const summer = (at: Instant): number => (at < Date.UTC(2026, 9, 25, 1) ? 120 : 60);
    const localization = { locale: 'en', offsetMinutes: summer } as const;
    expect(formatInstant(Date.UTC(2026, 9, 25, 0, 59, 59), localization)).toBe('Oct 25, 2026 2:59:59 AM (UTC+02:00)');
    expect(formatInstant(Date.UTC(2026, 9, 25, 1), localization)).toBe('Oct 25, 2026 2:00:00 AM (UTC+01:00)');
  });

  test('is the same with both types of clock', () => {
    const date = localDate(Date.UTC(2026, 10, 24, 0, 5, 3), TOKYO);
    expect([twelveHourTime(date), twentyFourHourTime(date)]).toEqual(['9:05:03 AM', '9:05:03']);
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
