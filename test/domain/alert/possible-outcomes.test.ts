import { expect, test } from 'vitest';
import { possibleOutcomes } from '../../../src/domain/alert/possible-outcomes.ts';
import { REASONS } from '../../../src/domain/failure/problem.ts';

const TYPES = ['exec', 'webhook', 'mail', 'alertmanager', 'heartbeat'] as const;

test('every reason for a failed notification is counted from the start, for some type of notifier', () => {
  const causes = REASONS.slice(REASONS.indexOf('host_not_found'), REASONS.indexOf('backlog_exceeded'));
  const counted = new Set(TYPES.flatMap((type) => possibleOutcomes(type).map(({ reason }) => reason)));
  expect(causes.filter((reason) => !counted.has(reason))).toEqual([]);
});

test.each(TYPES)('no result is counted twice: %s', (type) => {
  const ways = possibleOutcomes(type).map(({ outcome, reason }) => `${outcome} ${reason}`);
  expect(ways[0]).toBe('delivered undefined');
  expect(new Set(ways).size).toBe(ways.length);
});
