import { describe, expect, test } from 'vitest';
import { groupedAlert } from '../../../src/domain/alert/grouped-alert.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { NOON } from '../world.ts';
import { ended, eventRecord } from './event-records.ts';

const a = eventRecord({ eventRecordId: 1, conditionId: 'a', level: 'Warning' });
const b = eventRecord({ eventRecordId: 2, conditionId: 'b' });

function groupedRecords(records: readonly EventRecord[], first: readonly number[] = []) {
  const of = records.map(({ eventRecordId, conditionId }) => ({
    eventRecordId,
    conditionId,
    isFirst: first.includes(eventRecordId),
  }));
  return groupedAlert({ deliveryId: 'd-1', records: of }, records, NOON + 2000);
}

describe('an alert', () => {
  test('has the latest gathered record of each condition', () => {
    const worse = { ...a, eventRecordId: 3, change: 'escalated' as const };
    expect(groupedRecords([a, b, worse])?.records.map(({ eventRecordId }) => eventRecordId)).toEqual([2, 3]);
    const once = [4, 5].map((eventRecordId) => eventRecord({ eventRecordId, conditionId: undefined, change: 'once' }));
    expect(groupedRecords(once)?.records.length).toBe(2);
  });

  test('has the worst level, and the number of its delivery', () => {
    expect(groupedRecords([a, b])).toMatchObject({
      alertId: 'd-1',
      level: 'Error',
      eventId: 12014,
      createdAt: NOON + 2000,
    });
    expect(groupedRecords([a])?.level).toBe('Warning');
  });

  test('about a resolution is about the resolved condition, at its level', () => {
    expect(groupedRecords([ended(a), ended(b)])).toMatchObject({ state: 'cleared', level: 'Error', eventId: 12014 });
  });

  test.each<[readonly EventRecord['change'][], readonly number[], string]>([
    [['raised', 'repeated'], [], 'raised'],
    [['repeated', 'escalated'], [], 'escalated'],
    [['repeated', 'repeated'], [], 'repeated'],
    [['repeated', 'repeated'], [1], 'raised'],
    [['once'], [], 'once'],
    [['cleared'], [], 'cleared'],
    [['cleared'], [0], 'cleared'],
  ])('of %j, of which %j are new to its notifier, is %s', (changes, first, state) => {
    const records = changes.map((change, index) =>
      eventRecord({ eventRecordId: index, conditionId: `c-${index}`, change }),
    );
    expect(groupedRecords(records, first)?.state).toBe(state);
  });

  test('of pruned records is undefined', () => {
    expect(groupedRecords([])).toBeUndefined();
  });
});
