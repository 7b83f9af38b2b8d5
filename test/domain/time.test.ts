import { describe, expect, test } from 'vitest';
import { addCalendarYears } from '../../src/domain/time.ts';

describe('a calendar year later', () => {
  const rows: readonly (readonly [from: string, years: number, to: string])[] = [
    ['2026-11-24T09:05:03.000Z', 1, '2027-11-24T09:05:03.000Z'],
    ['2026-11-24T09:05:03.000Z', 5, '2031-11-24T09:05:03.000Z'],
    ['2027-03-01T00:00:00.000Z', 1, '2028-03-01T00:00:00.000Z'],
    ['2028-02-28T23:59:59.999Z', 1, '2029-02-28T23:59:59.999Z'],
    ['2028-02-29T00:00:00.000Z', 1, '2029-02-28T00:00:00.000Z'],
    ['2028-02-29T23:59:59.999Z', 5, '2033-02-28T23:59:59.999Z'],
    ['2028-02-29T12:00:00.000Z', 4, '2032-02-29T12:00:00.000Z'],
    ['2096-02-29T12:00:00.000Z', 4, '2100-02-28T12:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', 1, '2027-12-31T23:59:59.999Z'],
    ['1969-12-31T23:59:59.999Z', 1, '1970-12-31T23:59:59.999Z'],
    ['2026-05-05T05:05:05.005Z', 0, '2026-05-05T05:05:05.005Z'],
  ];
  for (const [from, years, to] of rows) {
    test(`${from} and ${years} is ${to}`, () => {
      expect(new Date(addCalendarYears(Date.parse(from), years)).toISOString()).toBe(to);
    });
  }
});
