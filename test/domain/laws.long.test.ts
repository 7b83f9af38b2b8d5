import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assessment/assess.ts';
import { evaluate } from '../../src/domain/rule/evaluate.ts';
import { type History, histories, STORES, worldsOf } from './histories.ts';
import {
  claimsOnlyServed,
  clearedKey,
  clearsOnEvidence,
  isGoneOnlyUnnamed,
  neverExpiredAndSoon,
  neverMissingAndExpired,
  opensWhatIsFound,
  RepeatsInTime,
  reportsCleared,
  reportsOnce,
  reportsUnavailable,
  survivesThrowing,
} from './law-checks.ts';
import { keyOf, type Lived, live, watchedRules } from './lives.ts';
import { unprobed } from './prober.ts';
import { Life, SETTINGS } from './world.ts';

const RUNS = { numRuns: 150 };

/** Checks each scan of many histories. */
function always(check: (lived: Lived) => void, runs: fc.Parameters<[History]> = RUNS): void {
  fc.assert(
    fc.property(histories, (history) => {
      live(history, check);
    }),
    runs,
  );
}

describe('law 1, clear', () => {
  test('a condition is cleared if and only if its finding is absent, its rule ran, and all it needs is available or removed', () => {
    always(clearsOnEvidence);
  });

  test('each cleared condition has exactly one 1900 that names the evidence, and no other condition has one', () => {
    always(reportsCleared);
  });

  test('every condition that was raised is cleared once or still open, and raised once', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const raised: string[] = [];
        const cleared: string[] = [];
        const life = live(history, ({ records }) => {
          for (const { change, conditionId = '' } of records) {
            if (change === 'raised') raised.push(conditionId);
            if (change === 'cleared') cleared.push(conditionId);
          }
        });
        expect(new Set(raised).size).toBe(raised.length);
        expect([...cleared, ...life.open.map(({ conditionId }) => conditionId)].sort()).toEqual(raised.sort());
        expect(new Set(life.open.map(keyOf)).size).toBe(life.open.length);
      }),
      RUNS,
    );
  });
});

describe('law 2, claim', () => {
  test('nothing is claimed absent while a store in which connectors search, or the inventory of the connector, is unavailable', () => {
    always(claimsOnlyServed);
  });

  test('a store that cannot be read is an event of its own', () => {
    always(reportsUnavailable);
  });
});

describe('law 3, partial scans', () => {
  test('a scan of no store clears nothing that needs one, and a scan of nothing clears nothing', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (history, inventoryToo) => {
        const life = live(history, () => {});
        const last = worldsOf(history).at(-1)?.world;
        if (last === undefined) return;
        const unscanned = ['My', 'Second', 'Archive'];
        const isHidden = (need: string): boolean => need.startsWith('store:') || need.startsWith('probe:');
        // Conditions about a connector that is no longer probed are cleared once the inventory is
        // read.
        const probing = (need: string): boolean =>
          !need.startsWith('probe:') ||
          last.connectors.some(({ name, probe }) => need === `probe:${name}` && probe !== undefined);
        const before = life.open.filter(({ needs }) => inventoryToo || (needs.some(isHidden) && needs.every(probing)));
        const unreadable = {
          ...{ stores: STORES, unscanned, isInventoryUnavailable: inventoryToo, clockStepMs: 0 },
          endpoints: unprobed(last.endpoints),
        };
        life.pass({ ...last, ...unreadable, now: last.now + 1, certificates: [] });
        const open = life.open.map(keyOf);
        expect(open).toEqual(expect.arrayContaining(before.map(keyOf)));
      }),
      RUNS,
    );
  });
});

describe('law 4, removal', () => {
  test('a connector or store is removed only if a readable inventory no longer names it; only expiring conditions end as expired', () => {
    always(isGoneOnlyUnnamed);
  });
});

describe('law 5, a rule that throws', () => {
  test('leaves the open conditions of its event open, raises none, and raises an event about itself', () => {
    always(survivesThrowing);
  });

  test('does not change the findings of the other rules', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { step, world } of worldsOf(history)) {
          const assessment = assess(new Life().observe({ ...world, isInventoryUnavailable: false }), SETTINGS);
          const whole = evaluate(assessment);
          const partly = evaluate(assessment, watchedRules(step.failing, []));
          expect(partly.findings.filter(({ event }) => event.eventId !== 1107)).toEqual(
            whole.findings.filter(({ event }) => !step.failing.includes(event.eventId)),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('consequences of the laws', () => {
  test('one certificate is never both expired and expiring', () => {
    always(neverExpiredAndSoon);
  });

  test('one event reports that the certificate for a connector is expiring or missing, and one failed probe raises nothing', () => {
    always(reportsOnce);
  });

  test('12014 and 12016 are never both found for one connector', () => {
    always(neverMissingAndExpired);
  });

  test('no condition is repeated before repeatInterval, and each of Warning and above is repeated after it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const repeats = new RepeatsInTime(SETTINGS.repeatInterval);
        live(history, (lived) => repeats.check(lived));
      }),
      RUNS,
    );
  });

  test('a finding is an open condition, with its needs and its urgency', () => {
    always(opensWhatIsFound);
  });

  test('the outcome does not depend on how often scans run between two changes', () => {
    // At least three: a scan after a jump of the clock, or of an empty store, requests another one.
    const counts = fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 14, maxLength: 14 });
    fc.assert(
      fc.property(histories, counts, (history, often) => {
        const outcome = (passes: (index: number) => number): readonly unknown[] => {
          const turns: string[] = [];
          const life = live(
            history,
            ({ records }) => {
              for (const { change, eventId, parameters, conditionId } of records) {
                if (change === 'raised') turns.push(`raised ${eventId} ${parameters.join(' ')} ${conditionId}`);
                if (change === 'cleared') turns.push(`cleared ${clearedKey(parameters)}`);
              }
            },
            passes,
          );
          return [turns, life.open.map(keyOf)];
        };
        expect(outcome((index) => often[index] ?? 3)).toEqual(outcome(() => 3));
      }),
      { numRuns: 200 },
    );
  });
});
