import { describe, expect, test } from 'vitest';
import { conditionCleared } from '../../../../src/domain/event/catalog/condition-cleared.ts';
import { ruleFailed } from '../../../../src/domain/event/catalog/rule-failed.ts';
import { ALL_RULES } from '../../../../src/domain/rule/all.ts';
import { NOON } from '../../world.ts';
import { eventLines } from '../event-lines.ts';
import { PLAUSIBLE } from '../plausible.ts';

const KEY = 'internal-key';
const IDS = [...new Set([...ALL_RULES.map(({ event }) => event.eventId), ruleFailed.eventId])];

/** Returns the first line of each 1900 of an event. */
function firstLines(eventId: number, locale: 'en' | 'ja'): readonly string[] {
  const evidence = { scope: 'inventory:*', at: NOON, reason: 'observed' } as const;
  return (PLAUSIBLE.get(eventId) ?? []).map(({ facts }) => {
    const cleared = { eventId, raisedAt: NOON, evidence };
    const content = { parameters: [String(eventId), KEY, '60'], facts: { ...facts, cleared } };
    return eventLines(conditionCleared, content, { locale, offsetMinutes: () => 0 })[0];
  });
}

describe('the clearing of a condition', () => {
  test.each(IDS)('of event %i is one complete sentence', (eventId) => {
    for (const line of [...firstLines(eventId, 'en'), ...firstLines(eventId, 'ja')])
      expect(line).not.toMatch(/undefined|\( *[,;、]|, *\.|、$| {2}|""|「」/);
  });

  test('names no object if it is about the service itself', () => {
    expect([firstLines(1103, 'en')[0], firstLines(1103, 'ja')[0], firstLines(1107, 'en')[0]]).toEqual([
      'Resolved after 1 m: event 1103.',
      '解消しました (1 分継続): イベント 1103',
      'Resolved after 1 m: event 1107.',
    ]);
  });

  test('shows its subject only where that is a name that the administrator knows', () => {
    const shown = IDS.filter((eventId) => firstLines(eventId, 'en').some((line) => line.includes(KEY)));
    // A configuration file, sockets, and a connector.
    expect(shown.toSorted((a, b) => a - b)).toEqual([1003, 1111, 12014]);
  });
});
