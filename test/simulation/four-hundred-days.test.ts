import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/domain/assessment/settings.ts';
import { expiringPeriodMs } from '../../src/domain/certificate/lifetime.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { notation, SETTINGS } from '../domain/world.ts';
import { type Client, type History, liveThrough, type Stall } from './host.ts';
import { EVERY, type Passes, SOON, watch } from './watch.ts';

/**
 * True makes all 38,400 scans of each host, as `npm run simulate` does, and proves that skipped
 * scans would have found nothing.
 */
const isFull = process.env['SIMULATE'] === 'full';
const PASSES: Passes = isFull ? 'all' : 'where something changes';
const DAYS = 400;
const PROFILES = ['exchange-2007', 'exchange-2019'] satisfies Profile[];
const SEED = 20_261_124;

/**
 * Returns a client with a timer that runs twice a day, up to an hour late. It renews when less than
 * a third of the lifetime is left.
 */
const timer = (days: number, more: Partial<Client> = {}): Client => ({
  days: DAYS,
  life: days * DAY,
  renewsAt: 1 / 3,
  jitter: HOUR,
  stalls: false,
  ...more,
});

const LIVES = [90, 64, 47, 6];
const isHeard = ({ level }: NewEventRecord): boolean => level !== 'Information';
const heard = (records: readonly NewEventRecord[]): readonly string[] => records.filter(isHeard).map(notation);

describe('a healthy host has no event of Warning or above in 400 days', () => {
  // The behavior of a certbot that waits up to half a day: it renews lifetimes of less than ten
  // days at half of them.
  const asCertbot = (days: number): Client => timer(days, { jitter: 12 * HOUR, renewsAt: days < 10 ? 1 / 2 : 1 / 3 });
  const hosts = [
    ...LIVES.map((days) => [`lives of ${days} days, a timer with an hour of jitter`, timer(days)] as const),
    ...LIVES.map((days) => [`lives of ${days} days, a timer with twelve hours of jitter`, asCertbot(days)] as const),
  ];
  for (const [title, client] of hosts) {
    test.each(PROFILES)(`${title}, %s`, (profile) => {
      const history = liveThrough(client, SEED);
      expect(history.changes.length).toBeGreaterThan((2 * DAYS * DAY) / client.life);
      expect(heard(watch(history, DAYS, profile, PASSES))).toEqual([]);
    });
  }

  test('six-day certificates that are renewed after a third, by a timer with up to twelve hours of delay, become expiring', () => {
    const history = liveThrough(timer(6, { jitter: 12 * HOUR }), SEED);
    const ids = new Set(
      watch(history, DAYS, 'exchange-2019', PASSES)
        .filter(isHeard)
        .map(({ eventId }) => eventId),
    );
    expect([...ids].sort()).toEqual([12017, 12018, 1304]);
  });
});

/** Returns the records about one object, without repetitions. */
const turns = (records: readonly NewEventRecord[], eventId: number, thumbprint: string): readonly NewEventRecord[] =>
  records.filter(
    (each) => each.eventId === eventId && each.change !== 'repeated' && each.facts.thumbprint === thumbprint,
  );

/** Checks that a record was written at an instant, or by the next scan after it. */
function expectSeen(record: NewEventRecord | undefined, at: number): void {
  expect(record?.timeCreated).toBeGreaterThanOrEqual(at);
  expect(record?.timeCreated).toBeLessThanOrEqual(at + EVERY);
}

/** Checks that there is one event at each threshold, and no other event. */
function expectOneEachStep(records: readonly NewEventRecord[], eventId: number, { certificate: stored }: Stall): void {
  const { certificate } = stored;
  const window = expiringPeriodMs(certificate, SOON);
  const thresholds = [window, ...SOON.remindAt.filter((step) => step < window)];
  const events = turns(records, eventId, certificate.thumbprint);
  expect(events.map(({ change }) => change)).toEqual(thresholds.map((_, at) => (at === 0 ? 'raised' : 'escalated')));
  for (const [at, threshold] of thresholds.entries()) expectSeen(events[at], certificate.notAfter - threshold);
}

describe.each(PROFILES)('a host on which each renewal silently stops once, %s', (profile) => {
  describe.each(LIVES)('lifetimes of %i days', (days) => {
    const history: History = liveThrough(timer(days, { stalls: true }), SEED);
    const records = watch(history, DAYS, profile, PASSES);

    test('each lineage stops once, and the others continue', () => {
      expect(history.stalls.map(({ lineage }) => lineage).sort()).toEqual(['A', 'B', 'C']);
    });

    test('expiring certificates are reported once a step, at the step', () => {
      for (const stall of history.stalls) expectOneEachStep(records, 12018, stall);
      for (const stall of history.stalls.filter(({ lineage }) => lineage === 'A'))
        expectOneEachStep(records, 12017, stall);
    });

    test('the first event is raised a quarter of the lifetime or 14 days before expiry, whichever is less, within one scan', () => {
      for (const { certificate: stored } of history.stalls) {
        const { thumbprint, notAfter } = stored.certificate;
        const first = records.find(({ facts }) => facts.thumbprint === thumbprint);
        const early = Math.min((days * DAY) / 4, 14 * DAY);
        expect(notAfter - (first?.timeCreated ?? notAfter)).toBeGreaterThanOrEqual(early - EVERY);
      }
    });

    test('an overdue renewal is reported at the latest when the certificate is expiring', () => {
      for (const { certificate: stored } of history.stalls) {
        const { thumbprint } = stored.certificate;
        const overdue = records.find(
          ({ eventId, facts }) =>
            eventId === 1304 && facts.certificates?.some((each) => each.thumbprint === thumbprint),
        );
        const soon = records.find(({ eventId, facts }) => eventId === 12018 && facts.thumbprint === thumbprint);
        expect(overdue?.timeCreated).toBeLessThanOrEqual(soon?.timeCreated ?? 0);
      }
    });

    test('an expired certificate is reported once, in the next scan', () => {
      for (const { certificate: stored, lineage } of history.stalls) {
        const { thumbprint, notAfter } = stored.certificate;
        const once = (eventId: number): void => {
          const events = turns(records, eventId, thumbprint);
          expect([eventId, events.map(({ change }) => change)]).toEqual([eventId, ['raised']]);
          expectSeen(events[0], notAfter + 1);
        };
        if (profile === 'exchange-2019') once(12016);
        if (lineage === 'A') once(12015);
      }
      const missing = records.filter(({ eventId, change }) => eventId === 12014 && change === 'raised');
      const names = ['Default MAIL01', 'Internet MAIL01', 'Lists', 'Submission', 'To Internet'];
      expect(missing.map(({ facts }) => facts.connector).sort()).toEqual(profile === 'exchange-2007' ? names : []);
    });

    test('every condition is raised once and cleared once, and none is open at the end', () => {
      const of = (change: NewEventRecord['change']): readonly (string | undefined)[] =>
        records.filter((each) => each.change === change).map(({ conditionId }) => conditionId);
      expect(of('cleared').toSorted()).toEqual(of('raised').toSorted());
      expect(new Set(of('raised')).size).toBe(of('raised').length);
    });

    test('a certificate that was renewed in time is not reported', () => {
      const stopped = new Set(history.stalls.map(({ certificate }) => certificate.certificate.thumbprint));
      const events = records
        .filter(isHeard)
        .flatMap(({ facts }) => facts.thumbprint ?? facts.nearestMiss?.thumbprint ?? []);
      expect(events.filter((thumbprint) => !stopped.has(thumbprint))).toEqual([]);
    });

    test('an open condition is repeated after 24 hours, neither earlier nor later', () => {
      const last = new Map<string, number>();
      for (const { conditionId, timeCreated, change } of records) {
        if (conditionId === undefined) continue;
        const gap = timeCreated - (last.get(conditionId) ?? timeCreated);
        expect(gap).toBeLessThanOrEqual(SETTINGS.repeatInterval);
        if (change === 'repeated') expect(gap).toBe(SETTINGS.repeatInterval);
        last.set(conditionId, timeCreated);
      }
      expect(records.filter(({ change }) => change === 'repeated').length).toBeGreaterThan(0);
    });
  });
});

describe('the skipped scans would have found nothing', () => {
  // By default three weeks of short lifetimes; `npm run simulate` compares all 400 days.
  const days = isFull ? DAYS : 20;
  test.each(isFull ? LIVES : [6, 15])('lifetimes of %i days', { timeout: 10 * MINUTE }, (life) => {
    for (const stalls of [false, true]) {
      const history = liveThrough(timer(life, { days, stalls }), SEED);
      const all = watch(history, days, 'exchange-2019', 'all');
      expect(watch(history, days, 'exchange-2019', 'where something changes')).toEqual(all);
    }
  });
});
