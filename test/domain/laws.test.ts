import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/domain/condition/condition.ts';
import { assess } from '../../src/domain/observation/assess.ts';
import { ALL_RULES } from '../../src/domain/rule/all.ts';
import { evaluate } from '../../src/domain/rule/evaluate.ts';
import type { Finding } from '../../src/domain/rule/finding.ts';
import { type History, histories, STORES, worldsOf } from './histories.ts';
import { keyOf, type Lived, live, watchedRules } from './lives.ts';
import { Life, SETTINGS } from './world.ts';

const RUNS = { numRuns: 400 };

/** Checks every pass of many lives. */
function always(check: (lived: Lived) => void, runs: fc.Parameters<[History]> = RUNS): void {
  fc.assert(
    fc.property(histories, (history) => {
      live(history, check);
    }),
    runs,
  );
}

const timedEvents = new Set(ALL_RULES.filter(({ timed }) => timed).map(({ event }) => event.eventId));

/** Whether the rule behind a condition ran in this pass; of a failed rule's own condition: whether that rule ran. */
function ran({ eventId, subject }: Condition, { failing, world }: Lived): boolean {
  const stepped = world.clockStepMs !== 0;
  if (eventId === 1107) return !(stepped && timedEvents.has(Number(subject)));
  return !failing.includes(eventId) && !(stepped && timedEvents.has(eventId));
}

const findingKey = ({ event, subject }: Finding): string => `${event.eventId} ${subject}`;
const clearedKey = (parameters: readonly string[]): string => `${parameters[0]} ${parameters[1]}`;

describe('law 1, clear', () => {
  test('a condition is cleared if and only if its finding is absent, its rule ran, and all it needs is seen or gone', () => {
    always((lived) => {
      const { before, after, findings, failing, world, expected } = lived;
      const found = new Set(findings.map(findingKey));
      for (const event of failing) if (world.clockStepMs === 0 || !timedEvents.has(event)) found.add(`1107 ${event}`);
      const stillOpen = new Set(after.map(keyOf));
      for (const condition of before) {
        const proven = condition.needs.every((scope) => expected.of(scope) !== 'blind');
        const over = !found.has(keyOf(condition)) && ran(condition, lived) && proven;
        expect([keyOf(condition), stillOpen.has(keyOf(condition))]).toEqual([keyOf(condition), !over]);
      }
    });
  });

  test('what leaves the open conditions leaves with exactly one 1900 that names the look, and nothing else gets one', () => {
    always(({ before, after, records, world }) => {
      const still = new Set(after.map(keyOf));
      const cleared = records.filter(({ change }) => change === 'cleared');
      const gone = before.filter((condition) => !still.has(keyOf(condition)));
      expect(cleared.map(({ parameters }) => clearedKey(parameters)).sort()).toEqual(gone.map(keyOf).sort());
      for (const { facts, eventId } of cleared) {
        expect(eventId).toBe(1900);
        expect(facts.cleared?.evidence.scope).toMatch(/^(store|inventory|connector):./);
        expect(facts.cleared?.evidence.at).toBe(world.now);
      }
    });
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
    always(({ findings, expected }) => {
      const absences = findings.filter(({ event }) =>
        [1200, 1202, 1203, 1303, 1305, 12013, 12014, 12022, 12023].includes(event.eventId),
      );
      if (absences.length > 0) expect([expected.allStoresTrusted, expected.inventorySeen]).toEqual([true, true]);
    });
  });

  test('a store that cannot be read is an event of its own', () => {
    always(({ findings, world, expected, failing }) => {
      if (failing.includes(1100)) return;
      const unreadable = expected.named.stores.filter(
        ({ name }) => world.blind.includes(name) && !world.unlooked.includes(name),
      );
      const told = findings.filter(({ event }) => event.eventId === 1100).map(({ subject }) => subject);
      expect(told).toEqual(unreadable.map(({ name }) => name));
    });
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
        const before = life.open.filter(({ needs }) => inventoryToo || needs.some((need) => need.startsWith('store:')));
        const unseen = { stores: STORES, unlooked, inventoryBlind: inventoryToo, clockStepMs: 0 };
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
    always(({ records, world, expected }) => {
      for (const { facts } of records) {
        if (facts.cleared?.evidence.reason === 'connector-removed') {
          const named = facts.connector === undefined ? (facts.connectors ?? []) : [facts.connector];
          expect(expected.inventorySeen).toBe(true);
          expect(world.connectors.filter(({ name }) => named.includes(name))).toEqual([]);
        }
        if (facts.cleared?.evidence.reason === 'store-removed') {
          expect(expected.inventorySeen).toBe(true);
          expect(world.stores.map(({ name }) => name)).not.toContain(facts.store);
        }
        if (facts.cleared?.evidence.reason === 'expired') {
          expect([12017, 12018]).toContain(facts.cleared.eventId);
          expect(world.now).toBeGreaterThan(facts.notAfter ?? Number.POSITIVE_INFINITY);
        }
      }
    });
  });
});

describe('law 5, a rule that throws', () => {
  test('leaves what is open of its event open, raises none of it, and tells of itself', () => {
    always(({ before, after, records, failing, world }) => {
      for (const eventId of failing) {
        const own = ({ eventId: id }: Condition): boolean => id === eventId;
        expect(after.filter(own)).toEqual(before.filter(own));
        expect(records.filter((record) => record.eventId === eventId)).toEqual([]);
        if (world.clockStepMs === 0 || !timedEvents.has(eventId)) {
          expect(after.map(keyOf)).toContain(`1107 ${eventId}`);
        }
      }
    });
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
    always(({ findings, after, expected, failing, world }) => {
      const expired = findings.filter(({ event }) => [12015, 12016].includes(event.eventId));
      const soon = findings.filter(({ event }) => [12017, 12018].includes(event.eventId));
      const both = soon.filter(({ facts }) => expired.some((other) => other.facts.thumbprint === facts.thumbprint));
      expect(both).toEqual([]);
      if (!expected.allStoresTrusted || !expected.inventorySeen || failing.length > 0 || world.clockStepMs !== 0)
        return;
      const open = (ids: readonly number[]): readonly (string | undefined)[] =>
        after.filter(({ eventId }) => ids.includes(eventId)).map(({ facts }) => facts.thumbprint);
      expect(open([12017, 12018]).filter((thumbprint) => open([12015, 12016]).includes(thumbprint))).toEqual([]);
    });
  });

  test('12014 and 12016 are never found together for one connector', () => {
    always(({ findings }) => {
      const missing = findings.filter(({ event }) => event.eventId === 12014).map(({ facts }) => facts.connector);
      const expired = findings.flatMap(({ event, facts }) => (event.eventId === 12016 ? (facts.connectors ?? []) : []));
      expect(expired.filter((name) => missing.includes(name))).toEqual([]);
    });
  });

  test('nothing is told again before repeatInterval, and all of Warning and above is once it has gone by', () => {
    const told = new Map<string, number>();
    always(({ records, world, findings, after }) => {
      // A clock that is set back must not put reminders off: the interval then counts from where it stands.
      for (const [conditionId, at] of told) told.set(conditionId, Math.min(at, world.now));
      for (const { change, conditionId = '', timeCreated } of records) {
        if (change === 'repeated') {
          expect(timeCreated - (told.get(conditionId) ?? timeCreated)).toBeGreaterThanOrEqual(SETTINGS.repeatInterval);
        }
        told.set(conditionId, timeCreated);
      }
      const found = new Set(findings.map(findingKey));
      for (const condition of after) {
        if (!found.has(keyOf(condition)) || condition.level === 'Information') continue;
        expect(world.now - condition.toldAt).toBeLessThan(SETTINGS.repeatInterval);
      }
    });
  });

  test('a finding that was found is open, with its needs and its step', () => {
    always(({ findings, after }) => {
      const open = new Map(after.map((condition) => [keyOf(condition), condition]));
      const first = new Map(findings.toReversed().map((finding) => [findingKey(finding), finding]));
      for (const [key, { needs, step }] of first) expect(open.get(key)).toMatchObject({ needs, step });
    });
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
