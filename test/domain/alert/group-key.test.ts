import { expect, test } from 'vitest';
import { groupKey, openGroupKey } from '../../../src/domain/alert/group-key.ts';
import { ended, eventRecord } from './event-records.ts';

const raised = eventRecord({ facts: { fqdn: 'x", ]' } });

test('the key of open conditions of stored deliveries stays the same', () => {
  expect(groupKey(raised)).toBe('["mail01.contoso.com",12014,"fqdn","x\\", ]","open"]');
  expect(groupKey(ended(raised))).toBe('["mail01.contoso.com",12014,"fqdn","x\\", ]","over"]');
});

test('a record of a cleared condition leads to the key of the open conditions of its group', () => {
  expect(openGroupKey(ended(raised))).toBe(groupKey(raised));
});

test('a record of an open condition has no key of a group of open conditions', () => {
  expect(openGroupKey(raised)).toBeUndefined();
});
