import { describe, expect, test } from 'vitest';
import { covers, hasEnded } from '../../../src/domain/alert/silence.ts';
import { NOON } from '../world.ts';
import { eventRecord, silence } from './event-records.ts';

const END = NOON + 3_600_000;

describe('a silence', () => {
  test.each([
    [NOON - 1, false, false],
    [NOON, true, false],
    [END - 1, true, false],
    [END, false, true],
    [END + 1, false, true],
  ])('at %d covers: %s, has expired: %s', (at, isCovered, over) => {
    expect([covers(silence(), eventRecord(), at), hasEnded(silence(), () => true, at)]).toEqual([isCovered, over]);
  });

  test('covers what it matches and nothing else', () => {
    const ofOne = silence({ match: { ids: [12014], connectors: ['Default MAIL01'] } });
    expect(covers(ofOne, eventRecord(), NOON)).toBe(true);
    expect(covers(ofOne, eventRecord({ facts: { connector: 'Other' } }), NOON)).toBe(false);
  });

  test('of one connector does not cover an event that also concerns another', () => {
    const ofOne = silence({ match: { connectors: ['A'] } });
    expect(covers(ofOne, eventRecord({ facts: { connectors: ['A'] } }), NOON)).toBe(true);
    expect(covers(ofOne, eventRecord({ facts: { connectors: ['A', 'B'] } }), NOON)).toBe(false);
  });
});

describe('an acknowledgement', () => {
  const acknowledged = silence({ isUntilCleared: true, conditionIds: ['c-1', 'c-2'], endsAt: undefined });

  test('covers the conditions that were open when it was made, whatever changes, and no later ones', () => {
    const worse = eventRecord({ level: 'Error', change: 'escalated', facts: { connectors: ['A', 'B', 'C'] } });
    expect(covers(acknowledged, worse, NOON)).toBe(true);
    expect(covers(acknowledged, eventRecord({ conditionId: 'c-3' }), NOON)).toBe(false);
    expect(covers(acknowledged, eventRecord({ conditionId: undefined, change: 'once' }), NOON)).toBe(false);
  });

  test('expires with the last of its conditions', () => {
    expect(hasEnded(acknowledged, (id) => id === 'c-2', NOON)).toBe(false);
    expect(hasEnded(acknowledged, (id) => id === 'c-3', NOON)).toBe(true);
  });

  test('that was ended by a user has expired although its conditions are open', () => {
    const withdrawn = { ...acknowledged, endsAt: NOON + 5 };
    expect([hasEnded(withdrawn, () => true, NOON + 4), hasEnded(withdrawn, () => true, NOON + 5)]).toEqual([
      false,
      true,
    ]);
    expect(covers(withdrawn, eventRecord(), NOON + 5)).toBe(false);
  });
});
