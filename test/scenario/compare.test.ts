import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { Change, EventRecord } from '../../src/domain/event/event-record.ts';
import { newRecord } from '../contract/ledger-samples.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { hookErrors } from './compare-hooks.ts';
import { type ShownTo, shownErrors } from './compare-shown.ts';
import { silencedFindings } from './compare-silenced.ts';

/** Returns a record of a condition, written at ten times its ID. */
function record(eventRecordId: number, conditionId: string, change: Change): EventRecord {
  return { ...newRecord({ conditionId, change, timeCreated: eventRecordId * 10 }), eventRecordId, processId: 1 };
}

function delivery(deliveryId: string, createdAt: number, ...ids: readonly number[]): Delivery {
  const records = ids.map((eventRecordId) => ({ eventRecordId, conditionId: 'x', isFirst: false }));
  const times = { createdAt, dueAt: createdAt, retryUntil: createdAt + 1000 };
  return { deliveryId, notifier: 'a', groupKey: '[]', ...times, records, state: 'delivered', attempts: 1 };
}

describe('the comparison of alerts in an Alertmanager', () => {
  const records = [
    record(1, 'before', 'raised'),
    record(2, 'before', 'cleared'),
    record(3, 'over', 'raised'),
    record(4, 'open', 'raised'),
    record(5, 'over', 'cleared'),
  ];
  const shown = (id: string, endsAt: number): ShownTo => ({
    labels: { condition_id: id },
    endsAt: new Date(endsAt).toISOString(),
  });
  const opened = [shown('over', 500), shown('open', 500)];
  test.each<readonly [string, readonly ShownTo[], readonly string[]]>([
    ['is right', [...opened, shown('over', 50)], []],
    ['lacks a resolution', opened, ['over was cleared at 50, and shown to end at 500']],
    [
      'has an end that was taken back',
      [shown('over', 50), ...opened],
      ['over was cleared at 50, and shown to end at 500'],
    ],
    ['lacks an open condition', [shown('over', 50)], ['open is open, and not shown as open']],
    [
      'has resolved an open condition',
      [...opened, shown('over', 50), shown('open', 60)],
      ['open is open, and not shown as open'],
    ],
    ['never had something', [shown('before', 20), shown('open', 500)], ['the end of over was never shown']],
    ['has something of its own', [...opened, shown('over', 50), shown('x', 1)], ['x was shown and is in no record']],
  ])('%s', (_, all, errors) => {
    expect(shownErrors(records, all, 100)).toEqual(errors);
  });
});

describe('the comparison of silenced alerts', () => {
  const records = [
    record(1, 'x', 'raised'),
    record(2, 'x', 'escalated'),
    record(3, 'x', 'repeated'),
    record(4, 'y', 'raised'),
    record(5, 'y', 'cleared'),
    record(6, 'x', 'cleared'),
  ];
  const silences = [{ startsAt: 15, endsAt: 55 }];
  const [first, last, end] = [delivery('1', 10, 1), delivery('2', 56, 3), delivery('3', 60, 6)];
  test.each<readonly [string, readonly Delivery[], readonly string[]]>([
    ['is sent in its state after the silence', [first, last, end], []],
    ['was sent early', [first, delivery('2', 40, 3), end], ['record 3 was delivered in a silence']],
    [
      'was never sent, although it was not silenced',
      [last, end, delivery('4', 70, 4)],
      ['record 5 (cleared) is the present state, and was not delivered'],
    ],
    [
      'has a resolution that is not sent',
      [first, last],
      ['record 6 (cleared) is the present state, and was not delivered'],
    ],
    [
      'has a resolution of a condition that was never sent',
      [first, last, end, delivery('5', 56, 5)],
      ['the end 5 of a condition that was never delivered was delivered'],
    ],
  ])('%s', (_, deliveries, errors) => {
    expect(silencedFindings(records, deliveries, silences).errors).toEqual(errors);
  });

  test('reports a loss if no silence covered the alert, or if its condition is open', () => {
    const late = [record(1, 'x', 'raised'), record(7, 'y', 'raised')];
    expect(silencedFindings(late, [], silences)).toEqual({
      errors: [
        'record 7 was not delivered, and no silence held it',
        'record 1 (raised) is the present state, and was not delivered',
        'record 7 (raised) is the present state, and was not delivered',
      ],
      undelivered: 2,
      deliveredAtEnd: 0,
    });
  });

  test('is counted', () => {
    expect(silencedFindings(records, [first, last, end], silences)).toEqual({
      errors: [],
      undelivered: 2,
      deliveredAtEnd: 1,
    });
  });
});

describe('the comparison of the output of hooks', () => {
  const deliveries = [delivery('1', 10, 1), delivery('2', 20, 2)];
  const [one, two] = ['["1","1",[[1,"x"]]]', '["1","2",[[2,"x"]]]'];
  test.each([
    ['is right', [one, two], []],
    ['is right if it arrived again in another life', [one, two, '["2","1",[[1,"x"]]]'], []],
    ['lacks one', [two], ['lacks 1']],
    ['arrived twice in one life', [one, one, two], ['has 1 twice in one life']],
    ['arrived in another order', [two, one], ['has record 1 of x after 2']],
  ])('%s', (_, lines, errors) => {
    using directory = temporaryDirectory();
    const file = directory.write('heard', `${lines.join('\n')}\n`);
    expect(hookErrors([file], deliveries)).toEqual(errors.map((error) => `${file} ${error}`));
  });
});
