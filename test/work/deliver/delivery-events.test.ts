import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { deliveryEvents } from '../../../src/work/deliver/delivery-events.ts';
import type { Attempt } from '../../../src/work/ports/outbox.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { endedBy, eventRecord } from '../../domain/alert/event-records.ts';
import { said } from '../../domain/failure/said.ts';
import { NOON, SETTINGS } from '../../domain/world.ts';

const SETTINGS_OF = { ...SETTINGS, command: ['mailcertd', '--config', '/opt/m.yaml'] } as const;
const records = deliveryEvents(SETTINGS_OF, 'mail01.contoso.com', { now: () => NOON, monotonicMs: () => 0 });
const outcome: Outcome = { kind: 'rejected', reason: 'refused', failure: said('HTTP 400'), disable: false };
const attempt: Attempt = { attempt: 3, startedAt: NOON, durationMs: 1, outcome };

function delivery(alertRecords: readonly EventRecord[] | undefined): Delivery {
  const of = (alertRecords ?? [eventRecord()]).map(({ eventRecordId, conditionId }) => ({
    eventRecordId,
    conditionId,
    isFirst: true,
  }));
  return {
    ...{ deliveryId: 'd-1', notifier: 'ops', groupKey: 'k', state: 'sending', attempts: 2, records: of },
    ...{ createdAt: NOON, dueAt: NOON, retryUntil: NOON },
    ...(alertRecords === undefined ? {} : { alertRecords }),
  };
}

const nth = (n: number): EventRecord => eventRecord({ eventRecordId: n, conditionId: `c-${n}` });

describe('the event about a failed delivery', () => {
  test('names the alert that was not delivered: for a resolution, the event that was resolved', () => {
    const repeated = { ...nth(7), change: 'repeated' } as const;
    const end = endedBy(eventRecord({ eventRecordId: 9, eventId: 12018, level: 'Warning' }), 'expired');
    const given = records.deliveryFailedRecord(delivery([repeated, end]), attempt);
    expect(given).toMatchObject({
      eventId: 1500,
      parameters: ['ops', 'd-1', '2', '3', 'HTTP 400'],
      facts: {
        notifier: 'ops',
        deliveryId: 'd-1',
        reason: 'refused',
        undelivered: [
          { eventRecordId: 7, eventId: 12014, level: 'Error', change: 'repeated' },
          { eventRecordId: 9, eventId: 12018, level: 'Warning', change: 'cleared' },
        ],
      },
      remedy: [
        ['mailcertd', '--config', '/opt/m.yaml', 'deliveries', 'show', 'd-1'],
        ['mailcertd', '--config', '/opt/m.yaml', 'deliveries', 'resend', 'd-1'],
      ],
    });
  });

  test('names ten at most, and counts all', () => {
    const of = (count: number): EventRecord[] => Array.from({ length: count }, (_, n) => nth(n + 1));
    expect(records.deliveryFailedRecord(delivery(of(10)), attempt).facts.undelivered).toHaveLength(10);
    const many = records.deliveryFailedRecord(delivery(of(300)), attempt);
    expect(many.facts.undelivered).toHaveLength(10);
    expect(many.parameters[2]).toBe('300');
  });

  test('omits values that are unknown', () => {
    expect(records.deliveryFailedRecord(delivery(undefined), attempt).facts).not.toHaveProperty('undelivered');
    expect(records.skippedRecord('ops', 4)).toMatchObject({
      parameters: ['ops', '', '4', '0', ''],
      facts: { notifier: 'ops', reason: 'backlog_exceeded' },
    });
  });
});

describe('the event about a disabled notifier', () => {
  const remedyOf = (notifier: string, one: Outcome): readonly (readonly string[])[] =>
    records.notifierDisabledRecord(notifier, one).remedy;
  const gone: Outcome = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410 Gone'), disable: true };
  const test_ = ['mailcertd', '--config', '/opt/m.yaml', 'notifiers', 'test'];

  test('has the test as its remedy, and for a hook a reload of the configuration after it', () => {
    expect(remedyOf('ops', gone)).toEqual([
      [...test_, 'ops'],
      ['systemctl', 'reload', 'mailcertd'],
    ]);
    expect(remedyOf('-ops', gone)[0]).toEqual([...test_, '--', '-ops']);
    const unsafe: Outcome = { kind: 'retry', reason: 'hook_unsafe', failure: said('mode 0777'), notBefore: undefined };
    expect(remedyOf('ops', unsafe)).toEqual([[...test_, 'ops']]);
  });
});
