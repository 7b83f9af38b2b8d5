import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTime } from '../../../src/adapters/cli/text/written-times.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { parseMoment, parsePast, parseSpan, parseTimeout } from '../../../src/formats/filter/time-arguments.ts';
import { utcTime } from '../../../src/formats/text/utc-time.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const tokyo = (): number => 540;
/** Returns the offset of Berlin in the autumn of 2026: 60 minutes from 25 October, 01:00 UTC. */
const berlin = (at: number): number => (at < Date.UTC(2026, 9, 25, 1) ? 120 : 60);

describe('a time argument', () => {
  it.each([
    ['2026-11-24', '2026-11-23T15:00:00Z'],
    ['2026-11-24T09:05', '2026-11-24T00:05:00Z'],
    ['2026-11-24 09:05:03', '2026-11-24T00:05:03Z'],
    ['2026-11-24T09:05:03Z', '2026-11-24T09:05:03Z'],
    ['2026-11-24t09:05:03z', '2026-11-24T09:05:03Z'],
    ['2026-11-24T09:05-03:30', '2026-11-24T12:35:00Z'],
    ['2026-11-24+00:00', '2026-11-24T00:00:00Z'],
    ['2024-02-29', '2024-02-28T15:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('%s is an instant', (text, instant) => {
    expect(utcTime(parsePast(text)(NOW, tokyo))).toBe(instant);
    expect(utcTime(parseMoment(text)(NOW, tokyo))).toBe(instant);
  });

  it('uses the UTC offset of its own day, not of today', () => {
    expect(utcTime(parsePast('2026-10-24T12:00')(NOW, berlin))).toBe('2026-10-24T10:00:00Z');
    expect(utcTime(parsePast('2026-10-26T12:00')(NOW, berlin))).toBe('2026-10-26T11:00:00Z');
  });

  it('can be relative to now, in the past and the future', () => {
    expect(parsePast('24h')(NOW, tokyo)).toBe(NOW - DAY);
    expect(parsePast('0s')(NOW, tokyo)).toBe(NOW);
    expect(parseMoment('+30d')(NOW, tokyo)).toBe(NOW + 30 * DAY);
    expect(parseMoment('-90m')(NOW, tokyo)).toBe(NOW - 90 * MINUTE);
  });

  it.each([
    '',
    'now',
    '24',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '2026-11-24T24:00',
    '2026-11-24T9:05',
    '2026-11-24T09:05:60Z',
    '2026-11-24T09:05+9',
    '24.11.2026',
    '-',
    '+',
    'T09:05',
    '+2026-11-24',
  ])('rejects %j', (text) => {
    expect(() => parsePast(text)).toThrow(/write a timestamp/);
    expect(() => parseMoment(text)).toThrow(/write a timestamp/);
  });

  it('accepts its printed form, to the second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1, 0, 2), max: Date.UTC(9999, 11, 30) }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (at, offset) => {
          const printed = localTime(at, () => offset);
          expect(parsePast(printed)(NOW, tokyo)).toBe(Math.floor(at / 1000) * 1000);
        },
      ),
    );
  });
});

describe('a duration argument', () => {
  it('is longer than zero', () => {
    expect(parseSpan('36h')).toBe(36 * HOUR);
    for (const text of ['0s', '', '3w', '-1d', '1.5h'])
      expect(() => parseSpan(text)).toThrow(/write a whole number and s, m, h or d/);
  });
});

describe('a timeout argument', () => {
  it('is between a second and the waiting time of its command', () => {
    expect(parseTimeout(HOUR)('1s')).toBe(SECOND);
    expect(parseTimeout(HOUR)('60m')).toBe(HOUR);
    for (const text of ['3601s', '25d', '36500d']) expect(() => parseTimeout(HOUR)(text)).toThrow('write 1s to 1h');
    expect(() => parseTimeout(10 * MINUTE)('11m')).toThrow('write 1s to 10m');
    expect(() => parseTimeout(HOUR)('0s')).toThrow(/write a whole number/);
  });
});
