import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assessment/assess.ts';
import { evaluate } from '../../src/domain/rule/evaluate.ts';
import { type History, histories, STORES, worldsOf } from './histories.ts';
import {
  claimsOnSight,
  clearedKey,
  clearsOnEvidence,
  isGoneOnlyUnnamed,
  neverExpiredAndSoon,
  neverMissingAndExpired,
  opensWhatIsFound,
  RepeatsInTime,
  survivesThrowing,
  tellsOfBlindness,
  tellsOnce,
  tellsWhatIsOver,
} from './law-checks.ts';
import { keyOf, type Lived, live, watchedRules } from './lives.ts';
import { unlooked as withoutLook } from './prober.ts';
import { Life, SETTINGS } from './world.ts';

const RUNS = { numRuns: 150 };

/** Checks every pass of many lives. */
function always(check: (lived: Lived) => void, runs: fc.Parameters<[History]> = RUNS): void {
  fc.assert(
    fc.property(histories, (history) => {
      live(history, check);
    }),
    runs,
  );
}

describe('law 1, clear', () => {
  test('a condition is cleared if and only if its finding is absent, its rule ran, and all it needs is seen or gone', () => {
    always(clearsOnEvidence);
  });

  test('what leaves the open conditions leaves with exactly one 1900 that names the look, and nothing else gets one', () => {
    always(tellsWhatIsOver);
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
  test('nothing is claimed absent while a store in which connectors look, or what names the connector, is not seen', () => {
    always(claimsOnSight);
  });

  test('a store that cannot be read is an event of its own', () => {
    always(tellsOfBlindness);
  });
});

describe('law 3, partial passes', () => {
  test('a pass that looks at no store clears nothing that needs one, and one that looks at nothing clears nothing', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (history, inventoryToo) => {
        const life = live(history, () => {});
        const last = worldsOf(history).at(-1)?.world;
        if (last === undefined) return;
        const unlooked = ['My', 'Second', 'Archive'];
        const isHidden = (need: string): boolean => need.startsWith('store:') || need.startsWith('probe:');
        // What is no longer to be looked at is over as soon as that is read.
        const probing = (need: string): boolean =>
          !need.startsWith('probe:') ||
          last.connectors.some(({ name, probe }) => need === `probe:${name}` && probe !== undefined);
        const before = life.open.filter(({ needs }) => inventoryToo || (needs.some(isHidden) && needs.every(probing)));
        const unseen = {
          ...{ stores: STORES, unlooked, inventoryBlind: inventoryToo, clockStepMs: 0 },
          endpoints: withoutLook(last.endpoints),
        };
        life.pass({ ...last, ...unseen, now: last.now + 1, certificates: [] });
        const open = life.open.map(keyOf);
        expect(open).toEqual(expect.arrayContaining(before.map(keyOf)));
      }),
      RUNS,
    );
  });
});

describe('law 4, gone', () => {
  test('a connector or store is gone only when the inventory was seen and no longer names it; only soon ends as expired', () => {
    always(isGoneOnlyUnnamed);
  });
});

describe('law 5, a rule that throws', () => {
  test('leaves what is open of its event open, raises none of it, and tells of itself', () => {
    always(survivesThrowing);
  });

  test('changes nothing of what the other rules find', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { step, world } of worldsOf(history)) {
          const assessment = assess(new Life().observe({ ...world, inventoryBlind: false }), SETTINGS);
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

describe('what follows from the laws', () => {
  test('expired and soon are never found together for one certificate', () => {
    always(neverExpiredAndSoon);
  });

  test('of what a connector presents one event tells that it ends or is missing, and one lost probe raises nothing', () => {
    always(tellsOnce);
  });

  test('12014 and 12016 are never found together for one connector', () => {
    always(neverMissingAndExpired);
  });

  test('nothing is told again before repeatInterval, and all of Warning and above is once it has gone by', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const repeats = new RepeatsInTime(SETTINGS.repeatInterval);
        live(history, (lived) => repeats.check(lived));
      }),
      RUNS,
    );
  });

  test('a finding that was found is open, with its needs and its step', () => {
    always(opensWhatIsFound);
  });

  test('the outcome does not depend on how often passes run between two changes', () => {
    // Three at least: after a jump of the clock, and over an empty store, one more pass is asked for.
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
