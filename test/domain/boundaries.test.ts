import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCalendarYears, DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import { CALM, connector, Life, notation, stored, type World } from './world.ts';

/** The default of the configuration. */
const SOON: World['expiresSoon'] = { within: 21 * DAY, fraction: 1 / 4, remindAt: [14 * DAY, 7 * DAY, 3 * DAY, DAY] };

/**
 * Lifetimes, each with the times of its "expiring" events, in hours before the expiry: the first
 * event, then its reminders.
 */
const LIVES: readonly (readonly [title: string, begin: (end: Instant) => Instant, hours: readonly number[]])[] = [
  ['6 days', (end) => end - 6 * DAY, [36, 24]],
  ['47 days', (end) => end - 47 * DAY, [282, 168, 72, 24]],
  ['200 days', (end) => end - 200 * DAY, [504, 336, 168, 72, 24]],
  ['1 year', (end) => addCalendarYears(end, -1), [504, 336, 168, 72, 24]],
  ['5 years', (end) => addCalendarYears(end, -5), [504, 336, 168, 72, 24]],
];

/** Expiry times, most of them at an irregularity of the calendar or of a time zone. */
const ENDS: readonly (readonly [title: string, end: Instant])[] = [
  ['an ordinary noon', Date.UTC(2026, 10, 24, 12)],
  ['the last second of a leap day', Date.UTC(2028, 1, 29, 23, 59, 59)],
  ['the midnight after a leap day', Date.UTC(2028, 2, 1)],
  ['a year after a leap day', Date.UTC(2029, 1, 28, 12)],
  ['the hour that Berlin skips', Date.UTC(2027, 2, 28, 1, 30)],
  ['the hour that Berlin has twice', Date.UTC(2026, 9, 25, 0, 30)],
  ['the hour that New York has twice', Date.UTC(2026, 10, 1, 5, 30)],
  ['the half hour that Lord Howe has twice', Date.UTC(2027, 3, 3, 15, 15)],
  ['the last second of UTCTime', Date.UTC(2049, 11, 31, 23, 59, 59)],
];

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Pacific/Kiritimati'];

/** The records of an instant. */
type Reported = readonly [at: Instant, events: readonly string[]];

/**
 * Runs scans 1 ms before each instant, at it, and 1 ms after it. Returns the records of those that
 * report a change.
 */
function lifeOf(notBefore: Instant, notAfter: Instant, instants: readonly Instant[]): readonly Reported[] {
  const certificates = [stored('P', { dnsNames: ['mail.contoso.com'], notBefore, notAfter })];
  const connectors = [connector('Internet MAIL01', 'mail.contoso.com')];
  const life = new Life();
  return instants
    .flatMap((instant) => [instant - 1, instant, instant + 1])
    .flatMap((now): readonly Reported[] => {
      const world: World = { ...CALM, profile: 'exchange-2019', expiresSoon: SOON, certificates, connectors, now };
      const records = life.pass(world).filter(({ change }) => change !== 'repeated');
      return records.length === 0 ? [] : [[now, records.map(notation)]];
    });
}

describe.each(ZONES)('in the time zone %s', (zone) => {
  const before = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = zone;
  });
  afterAll(() => {
    process.env['TZ'] = before;
  });

  test('the local time is correct', () => {
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    expect(new Date(2026, 6, 1).getTimezoneOffset() === 0).toBe(zone === 'UTC');
  });

  for (const [title, begin, hours] of LIVES) {
    test.each(ENDS)(
      `a lifetime of ${title} that ends in %s changes its state at the thresholds, and not a millisecond earlier or later`,
      (_, end) => {
        const notBefore = begin(end);
        const thresholds = hours.map((hour) => end - hour * HOUR);
        const soon = thresholds.map((at, index): Reported => {
          const event = `12018(mail.contoso.com; P; ${hours[index]})`;
          return [at, [index === 0 ? event : `${event} escalated`]];
        });
        const seconds = (from: Instant, to: Instant): number => Math.floor((to - from) / 1000);
        const missing = '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)';
        expect(lifeOf(notBefore, end, [notBefore, ...thresholds, end])).toEqual([
          [notBefore - 1, [missing, '1303(mail.contoso.com; P)']],
          [notBefore, ['1900(12014; Internet MAIL01; 0)', '1900(1303; P; 0)']],
          ...soon,
          [end + 1, ['12016(mail.contoso.com; P)', `1900(12018; P; ${seconds(thresholds[0] ?? end, end + 1)})`]],
        ]);
      },
    );
  }
});

test('the calendar years contain leap days', () => {
  const days = (end: Instant, years: number): number => (end - addCalendarYears(end, -years)) / DAY;
  expect(days(Date.UTC(2028, 2, 1), 1)).toBe(366);
  expect(days(Date.UTC(2028, 1, 29, 23, 59, 59), 1)).toBe(366);
  expect(days(Date.UTC(2029, 1, 28, 12), 1)).toBe(366);
  expect(days(Date.UTC(2026, 10, 24, 12), 1)).toBe(365);
  expect(days(Date.UTC(2026, 10, 24, 12), 5)).toBe(5 * 365 + 1);
});
