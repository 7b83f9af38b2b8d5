import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storesOf } from '../../src/domain/connector/certificate-file.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import {
  AwaitsKeyOnce,
  claimsOnlyServed,
  clearedKey,
  clearsOnEvidence,
  isGoneOnlyUnnamed,
  neverExpiredAndSoon,
  neverMissingAndExpired,
  opensWhatIsFound,
  RepeatsInTime,
  reportsCleared,
  reportsUnavailable,
  survivesThrowing,
} from '../domain/law-checks.ts';
import { keyOf } from '../domain/lives.ts';
import { SETTINGS, type World } from '../domain/world.ts';
import { type Stretch, stretchesOf } from './stretches.ts';
import { edgesOf, YearHost, type YearPass } from './year-host.ts';
import { type Happening, years } from './years.ts';

const RUNS = { numRuns: process.env['SIMULATE'] === 'full' ? 500 : 15 };

/**
 * The instants of a period that are scanned in addition to its beginning and its end, as fractions
 * of it.
 */
type Scans = (index: number) => readonly number[];

/**
 * Simulates a year.
 * @param scan called after each scan
 * @param rest called after the last scan of each period
 */
async function live(
  happenings: readonly Happening[],
  scans: Scans,
  scan: (pass: YearPass) => void,
  rest: (stretch: Stretch, last: YearPass) => void = () => undefined,
): Promise<void> {
  const stretches = stretchesOf(happenings);
  const [first] = stretches;
  if (first === undefined) return;
  const host = new YearHost(first.world);
  let passes = 0;
  for (const [index, stretch] of stretches.entries()) {
    const { world, failing, levels, restart, end } = stretch;
    if (restart) host.restart();
    const pass = async (at: number, clockStepMs: number): Promise<YearPass> => {
      // All scans have different times, although the clock may be set back.
      passes += 1;
      const current: World = { ...world, now: at + (passes % 500), clockStepMs };
      const passed = await host.pass(current, failing, levels);
      scan(passed);
      return passed;
    };
    let last = await pass(world.now, world.clockStepMs);
    if (last.isAnotherDue) last = await pass(world.now + 30 * SECOND, 0);
    const length = end - MINUTE - (world.now + MINUTE);
    for (const share of scans(index)) last = await pass(world.now + MINUTE + Math.floor(share * length), 0);
    last = await pass(end - MINUTE, 0);
    rest(stretch, last);
  }
}

const shares = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }), {
  minLength: 8,
  maxLength: 8,
});
const scansOf =
  (lists: readonly (readonly number[])[]): Scans =>
  (index) =>
    (lists[index % lists.length] ?? []).toSorted((a, b) => a - b);

/** Checks every scan of many years. */
async function always(begin: () => (pass: YearPass) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(years, shares, (year, lists) => live(year, scansOf(lists), begin())),
    RUNS,
  );
}

const LAWS: readonly ((pass: YearPass) => void)[] = [
  clearsOnEvidence,
  reportsCleared,
  claimsOnlyServed,
  reportsUnavailable,
  isGoneOnlyUnnamed,
  survivesThrowing,
  neverExpiredAndSoon,
  neverMissingAndExpired,
  opensWhatIsFound,
];

/**
 * The objects that the daemon has ever seen: certificates in readable stores, and names in a
 * readable inventory.
 */
class Observed {
  readonly thumbprints: Set<string> = new Set();
  readonly names: Set<string> = new Set();

  scan({ world, expected }: YearPass): void {
    if (!world.isInventoryUnavailable)
      for (const { name } of [...world.connectors, ...storesOf(world)]) this.names.add(name);
    const readable = storesOf(expected.named)
      .map(({ name }) => name)
      .filter((name) => !world.unavailable.includes(name));
    for (const { store, location, certificate } of world.certificates) {
      const isHidden = world.hidden.some((each) => each.store === store && each.path === location.path);
      if (readable.includes(store) && !isHidden) this.thumbprints.add(certificate.thumbprint);
    }
    // The recorded certificate was observed when it was recorded.
    if (world.internal.source === 'recorded') this.thumbprints.add(world.internal.thumbprint);
  }
}

describe('over a year of renewals, failures, restarts, configurations and clock steps', () => {
  test('every condition that is raised is cleared once or still open, and raised once; of every kind there are some', async () => {
    const kinds = new Set<number>();
    await fc.assert(
      fc.asyncProperty(years, shares, async (year, lists) => {
        const raised: string[] = [];
        const cleared: string[] = [];
        let open: readonly string[] = [];
        await live(year, scansOf(lists), ({ records, after }) => {
          const of = (change: NewEventRecord['change']): readonly string[] =>
            records.flatMap((each) => (each.change === change ? [each.conditionId ?? ''] : []));
          raised.push(...of('raised'));
          for (const { eventId } of records) kinds.add(eventId);
          cleared.push(...of('cleared'));
          open = after.map(({ conditionId }) => conditionId);
        });
        expect(new Set(raised).size).toBe(raised.length);
        expect([...cleared, ...open].sort()).toEqual(raised.sort());
      }),
      RUNS,
    );
    const own = [1100, 1102, 1200, 1201, 1202, 1203, 1204, 1300, 1301, 1302, 1303, 1304, 1305, 1306, 1307, 1309, 1310];
    const exchange = [12013, 12014, 12015, 12016, 12017, 12018, 12022, 12023];
    expect([...own, ...exchange].filter((eventId) => !kinds.has(eventId))).toEqual([]);
  });

  test('no event is about an object that was never observed', async () => {
    await always(() => {
      const observed = new Observed();
      return (pass) => {
        observed.scan(pass);
        for (const { facts } of pass.records) {
          const { thumbprint = [], nearestMiss: nearest, connector = [], connectors = [], store = [] } = facts;
          const about = [thumbprint, nearest?.thumbprint ?? []].flat();
          expect(about.filter((each) => !observed.thumbprints.has(each))).toEqual([]);
          const named = [connector, connectors, store].flat();
          expect(named.filter((each) => !observed.names.has(each))).toEqual([]);
        }
      };
    });
  });

  test('the laws hold in every scan, a certificate is never both expired and expiring, and nothing repeats before its interval', async () => {
    await always(() => {
      const repeats = new RepeatsInTime(SETTINGS.repeatInterval);
      const waits = new AwaitsKeyOnce();
      return (pass) => {
        for (const check of LAWS) check(pass);
        repeats.check(pass);
        waits.check(pass);
      };
    });
  });

  test('the conditions that are open at the end, and the reasons of the resolved ones, do not depend on the times of scans', async () => {
    await fc.assert(
      fc.asyncProperty(years, shares, async (year, lists) => {
        const outcome = async (scans: Scans): Promise<readonly unknown[]> => {
          const stretches: unknown[] = [];
          let over: string[] = [];
          await live(
            year,
            scans,
            ({ records }) => {
              for (const { change, parameters, facts } of records) {
                if (change !== 'cleared') continue;
                const { scope, reason, thumbprint } = facts.cleared?.evidence ?? {};
                over.push(`${clearedKey(parameters)} ${scope} ${reason} ${thumbprint}`);
              }
            },
            ({ world, end }, { after, expected, findings }) => {
              // Conditions that were open at the last scan stay open while a part is unavailable.
              const judged = after.filter(({ needs }) => needs.every((scope) => expected.of(scope) !== 'unavailable'));
              const isStill = !edgesOf(world).some((edge) => edge > world.now && edge <= end);
              stretches.push({
                end,
                open: judged
                  .map(({ eventId, subject, urgency, level }) => `${eventId} ${subject} ${urgency} ${level}`)
                  .sort(),
                found: findings.map((finding) => keyOf({ ...finding, eventId: finding.event.eventId })),
                over: isStill ? over.sort() : [],
              });
              over = [];
            },
          );
          return stretches;
        };
        expect(await outcome(scansOf(lists))).toEqual(await outcome(() => []));
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 2) },
    );
  });
});
