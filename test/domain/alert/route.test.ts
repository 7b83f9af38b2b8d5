import { describe, expect, test } from 'vitest';
import { type Route, type RoutingInput, route } from '../../../src/domain/alert/route.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { NOON } from '../world.ts';
import { ended, eventRecord, silence } from './event-records.ts';

const ROUTE: Route = {
  notifier: 'ops',
  match: { levels: ['Error', 'Warning'] },
  changes: ['raised', 'escalated', 'repeated', 'cleared'],
  groupWait: 2000,
  holdFor: 0,
  retryFor: 1000,
};
const NOTHING = { deliveries: [], additions: [], suppressed: [], unsuppressed: [] };

function routed(records: readonly EventRecord[], more: Partial<RoutingInput> = {}) {
  let ids = 0;
  return route(records, {
    route: ROUTE,
    silences: [],
    groupingDeliveries: [],
    notified: new Set(),
    suppressed: new Set(),
    open: [],
    now: NOON,
    newId: () => `d-${++ids}`,
    ...more,
  });
}

/** Returns the numbers of the records in each delivery. */
const together = (records: readonly EventRecord[], more: Partial<RoutingInput> = {}): readonly (readonly number[])[] =>
  routed(records, more).deliveries.map((delivery) => delivery.records.map(({ eventRecordId }) => eventRecordId));

/** Returns a 12014 of the nth connector with this FQDN; its record number is n. */
const nth = (n: number, fqdn = 'mail.contoso.com', more: Partial<EventRecord> = {}): EventRecord =>
  eventRecord({ eventRecordId: n, conditionId: `c-${n}`, facts: { connector: `C${n}`, fqdn }, ...more });

const covering = silence({ match: { ids: [12014] } });
const raised = nth(1);
const repeated = nth(2, undefined, { conditionId: 'c-1', change: 'repeated' });

describe('an event about notifying', () => {
  const failed = (n: number, notifier: string, eventId = 1500): EventRecord =>
    eventRecord({
      eventRecordId: n,
      eventId,
      change: 'once',
      conditionId: undefined,
      parameters: [notifier],
      timeCreated: NOON + n,
      facts: {},
    });

  test('is grouped by its notifier', () => {
    const records = [failed(1, 'mail'), failed(2, 'chat'), failed(3, 'mail'), failed(4, 'mail', 1501)];
    expect(together(records)).toEqual([[1, 3], [2], [4]]);
  });

  test('waits thirty times as long for its group, so that many failures cause no flood', () => {
    const first = routed([failed(1, 'mail')]).deliveries[0];
    expect(first).toMatchObject({ createdAt: NOON, dueAt: NOON + 60_000 });
    const of = { groupKey: first?.groupKey ?? '', deliveryId: 'd-0', since: NOON, records: 1, conditionIds: [] };
    const gatherings = [{ ...of, createdAt: NOON, dueAt: NOON + 60_000 }];
    const later = { groupingDeliveries: gatherings, now: NOON + 59_000 };
    expect(routed([failed(59_000, 'mail')], later)).toMatchObject({
      deliveries: [],
      additions: [{ deliveryId: 'd-0' }],
    });
    expect(routed([failed(1, 'mail')], { route: { ...ROUTE, groupWait: 0 } }).deliveries[0]?.dueAt).toBe(NOON);
  });
});

describe('a record', () => {
  test('becomes a delivery that waits for its group, with a time limit for retries', () => {
    expect(routed([raised]).deliveries).toEqual([
      {
        deliveryId: 'd-1',
        notifier: 'ops',
        groupKey: '["mail01.contoso.com",12014,"fqdn","mail.contoso.com","open"]',
        createdAt: NOON,
        dueAt: NOON + 2000,
        retryUntil: NOON + 1000,
        records: [{ eventRecordId: 1, conditionId: 'c-1', isFirst: true }],
      },
    ]);
  });

  test.each<[string, Partial<EventRecord>, Partial<Route>, boolean]>([
    ['that is matched', {}, {}, true],
    ['of a level that is not matched', { level: 'Information' }, {}, false],
    ['of a change that is not asked for', {}, { changes: ['escalated', 'cleared'] }, false],
    [
      'without duration, unasked',
      { change: 'once', level: 'Information' },
      { match: { levels: ['Information'] } },
      false,
    ],
    ['without duration, not requested, of a failure', { change: 'once', level: 'Warning' }, {}, true],
    [
      'without duration, of a failure, to one with resolutions only',
      { change: 'once' },
      { changes: ['cleared'] },
      false,
    ],
    ['without duration, asked for', { change: 'once', conditionId: undefined }, { changes: ['once'] }, true],
    ['of a failed delivery to another notifier', { eventId: 1500, change: 'once', parameters: ['mail'] }, {}, true],
    ['of a failed delivery to this one', { eventId: 1500, change: 'once', parameters: ['ops'] }, {}, false],
    ['of another one that is disabled', { eventId: 1501, change: 'once', parameters: ['mail'] }, {}, true],
    ['of this one, that it is disabled', { eventId: 1501, change: 'raised', parameters: ['ops'] }, {}, false],
  ])('%s', (_, more, settings, isReported) => {
    const record = eventRecord({ conditionId: more.change === 'once' ? undefined : 'c-1', ...more });
    expect(together([record], { route: { ...ROUTE, ...settings } })).toEqual(isReported ? [[1]] : []);
  });
});

describe('a group', () => {
  test('has records with the same problem and the same object', () => {
    expect(together([nth(1), nth(2, 'imap.contoso.com'), nth(3), nth(4)])).toEqual([[1, 3, 4], [2]]);
  });

  test('is about the certificate rather than the name, and about the store if there is neither', () => {
    const of = (n: number, facts: EventRecord['facts']): EventRecord => ({
      ...eventRecord({ eventRecordId: n, conditionId: `c-${n}` }),
      facts,
    });
    const certificate = [of(1, { thumbprint: 'A', fqdn: 'a' }), of(2, { thumbprint: 'A', fqdn: 'b' })];
    const store = [of(3, { store: 'My', path: '/a' }), of(4, { store: 'My', path: '/b' })];
    expect(together([...certificate, ...store, of(5, {}), of(6, {})])).toEqual([[1, 2], [3, 4], [5], [6]]);
  });

  test('has no other events, no other computers, and never both raised and cleared conditions', () => {
    const others = [nth(2, undefined, { eventId: 12016 }), nth(3, undefined, { computer: 'mail02.contoso.com' })];
    expect(together([nth(1), ...others, ended(nth(1), { eventRecordId: 4 })])).toEqual([[1], [2], [3], [4]]);
  });

  test.each([
    [0, [[1, 2]]],
    [1999, [[1, 2]]],
    [2000, [[1], [2]]],
    [-1999, [[1, 2]]],
    [-2000, [[1], [2]]],
  ])('includes a record that is written %d ms later: %j', (later, expected) => {
    expect(together([nth(1), nth(2, undefined, { timeCreated: NOON + later })])).toEqual(expected);
  });

  test('has a single record if the group wait is 0', () => {
    expect(together([nth(1), nth(2)], { route: { ...ROUTE, groupWait: 0 } })).toEqual([[1], [2]]);
  });

  test('has at most a thousand records', () => {
    const sizes = together(Array.from({ length: 1001 }, (_, n) => nth(n + 1))).map((group) => group.length);
    expect(sizes).toEqual([1000, 1]);
  });

  const gathering = {
    deliveryId: 'g-1',
    groupKey: '["mail01.contoso.com",12014,"fqdn","mail.contoso.com","open"]',
    createdAt: NOON - 1,
    dueAt: NOON + 1,
    since: NOON,
    records: 1,
    conditionIds: ['c-9'],
  };

  test('gets further records while it is in the state grouping', () => {
    const { deliveries, additions } = routed([nth(1), nth(2)], { groupingDeliveries: [gathering] });
    expect(deliveries).toEqual([]);
    expect(additions.map(({ deliveryId, records }) => [deliveryId, records.length])).toEqual([['g-1', 2]]);
  });

  test.each([
    ['whose wait has ended', { dueAt: NOON }],
    ['of another thing', { groupKey: 'other' }],
    ['that began too long ago', { since: NOON - 2000 }],
    ['that is full', { records: 1000 }],
  ])('gets no further records if it is %s', (_, more) => {
    const { deliveries, additions } = routed([nth(1)], { groupingDeliveries: [{ ...gathering, ...more }] });
    expect([deliveries.length, additions.length]).toEqual([1, 0]);
  });

  test('does not move a record before another one of its condition in another group', () => {
    const later = { ...gathering, deliveryId: 'g-2', groupKey: 'other', conditionIds: ['c-1'] };
    const { deliveries, additions } = routed([raised], { groupingDeliveries: [gathering, later] });
    expect([deliveries.length, additions.length]).toEqual([1, 0]);
  });
});

describe('a resolution', () => {
  const end = ended(raised, { eventRecordId: 5 });

  test('is sent to a notifier that was notified of the condition, whatever it matches', () => {
    const elsewhere = { ...ROUTE, match: { ids: [1] } };
    expect(together([end], { notified: new Set(['c-1']), route: elsewhere })).toEqual([[5]]);
  });

  test('is sent to a notifier with a pending notification, after that', () => {
    expect(together([raised, end])).toEqual([[1], [5]]);
  });

  test('is sent to no other notifier', () => {
    expect(routed([end])).toEqual(NOTHING);
  });

  test('is not sent to those who did not ask for resolutions', () => {
    expect(together([end], { notified: new Set(['c-1']), route: { ...ROUTE, changes: ['raised'] } })).toEqual([]);
  });

  test('is sent to those who asked for resolutions only', () => {
    const ofEnds: Route = { ...ROUTE, changes: ['cleared'] };
    expect(together([raised, end], { route: ofEnds })).toEqual([[5]]);
    expect(together([raised, end], { route: { ...ofEnds, match: { ids: [1] } } })).toEqual([]);
  });

  test('is sent although a silence covers it', () => {
    expect(together([end], { notified: new Set(['c-1']), silences: [covering] })).toEqual([[5]]);
  });
});

describe('a silence', () => {
  const silences = [covering];

  test('suppresses the records that it covers: the latest of each condition', () => {
    expect(routed([raised, repeated], { silences })).toEqual({
      ...NOTHING,
      suppressed: [{ conditionId: 'c-1', eventRecordId: 2 }],
    });
  });

  test('that has expired suppresses nothing', () => {
    expect(together([raised], { silences: [{ ...covering, endsAt: NOON }] })).toEqual([[1]]);
  });

  test('does not store records without a duration', () => {
    const once = eventRecord({ change: 'once', conditionId: undefined });
    expect(routed([once], { silences, route: { ...ROUTE, changes: ['once'] } })).toEqual(NOTHING);
  });

  test('keeps the latest suppressed record, even for changes that are not sent', () => {
    const { suppressed } = routed([repeated], {
      silences,
      suppressed: new Set(['c-1']),
      route: { ...ROUTE, changes: ['raised'] },
    });
    expect(suppressed).toEqual([{ conditionId: 'c-1', eventRecordId: 2 }]);
  });

  test('releases open conditions when it expires, whatever their latest records match', () => {
    const { deliveries, unsuppressed } = routed([], {
      open: [repeated],
      suppressed: new Set(['c-1']),
      route: { ...ROUTE, changes: ['raised'] },
    });
    expect(deliveries.map(({ records }) => records)).toEqual([
      [{ eventRecordId: 2, conditionId: 'c-1', isFirst: true }],
    ]);
    expect(unsuppressed).toEqual(['c-1']);
  });

  test('does not release conditions that another silence covers', () => {
    const { suppressed, unsuppressed } = routed([], { open: [repeated], suppressed: new Set(['c-1']), silences });
    expect([suppressed, unsuppressed]).toEqual([[{ conditionId: 'c-1', eventRecordId: 2 }], []]);
  });

  test('releases nothing about conditions that were resolved meanwhile', () => {
    const end = ended(raised, { eventRecordId: 5 });
    const suppressed = new Set(['c-1']);
    expect(routed([end], { suppressed, silences })).toEqual({ ...NOTHING, unsuppressed: ['c-1'] });
    expect(routed([end], { suppressed, open: [repeated] })).toEqual({ ...NOTHING, unsuppressed: ['c-1'] });
    expect(routed([raised, end], { silences })).toEqual(NOTHING);
  });

  test('that was narrowed suppresses only what it covers now', () => {
    const ofOne = silence({ match: { connectors: ['A'] } });
    const more = nth(3, undefined, { conditionId: 'c-1', facts: { connectors: ['A', 'B'] } });
    const less = nth(4, undefined, { conditionId: 'c-1', facts: { connectors: ['A'] } });
    const given = { silences: [ofOne], suppressed: new Set(['c-1']) };
    expect(routed([less, more], given)).toMatchObject({ suppressed: [], unsuppressed: ['c-1'] });
    expect(routed([more, less], given)).toMatchObject({
      suppressed: [{ conditionId: 'c-1', eventRecordId: 4 }],
      unsuppressed: [],
    });
  });

  test('drops records that its notifier no longer wants', () => {
    const elsewhere = { ...ROUTE, match: { ids: [1] } };
    expect(routed([], { open: [repeated], suppressed: new Set(['c-1']), route: elsewhere })).toEqual({
      ...NOTHING,
      unsuppressed: ['c-1'],
    });
  });
});

describe('a new notifier', () => {
  test('is notified of the open conditions, grouped however old they are, and once', () => {
    const open = [nth(1, undefined, { timeCreated: NOON - 1e9 }), repeated, nth(3, 'imap.contoso.com')];
    expect(together([], { open: open.slice(0, 1).concat(nth(4)) })).toEqual([[1, 4]]);
    expect(together([], { open })).toEqual([[1, 2], [3]]);
  });

  test('that asked for resolutions only is not notified of them', () => {
    expect(routed([], { open: [raised], route: { ...ROUTE, changes: ['cleared'] } })).toEqual(NOTHING);
  });
});

describe('a hold time', () => {
  const heldUntilField = { ...ROUTE, holdFor: 300_000 };
  const escalated = nth(2, undefined, {
    conditionId: 'c-1',
    change: 'escalated',
    timeCreated: NOON + 60_000,
    facts: { connector: 'C1', fqdn: 'mail.contoso.com', raisedAt: NOON },
  });
  const suppressed = { suppressed: new Set(['c-1']) };

  test.each([
    [-1, []],
    [0, [[1]]],
    [1, [[1]]],
  ])('ends %i ms after the condition has been open for five minutes', (offset, expected) => {
    const at = { route: heldUntilField, open: [raised], now: NOON + 300_000 + offset, ...suppressed };
    expect(together([], at)).toEqual(expected);
  });

  test('schedules its end, so that the condition is routed again then', () => {
    expect(routed([raised], { route: heldUntilField })).toMatchObject({
      deliveries: [],
      suppressed: [{ conditionId: 'c-1', eventRecordId: 1 }],
      heldUntil: NOON + 300_000,
    });
    expect(routed([raised], { route: ROUTE }).heldUntil).toBeUndefined();
  });

  test('counts from when the condition was raised, not from its latest record', () => {
    expect(together([escalated], { route: heldUntilField, now: NOON + 299_999 })).toEqual([]);
    expect(together([escalated], { route: heldUntilField, now: NOON + 300_000 })).toEqual([[2]]);
  });

  test('does not delay a condition that was notified before, nor an event without a duration', () => {
    const once = eventRecord({
      eventRecordId: 3,
      eventId: 1105,
      level: 'Error',
      change: 'once',
      conditionId: undefined,
      facts: {},
    });
    expect(
      together([escalated, once], { route: heldUntilField, notified: new Set(['c-1']), now: NOON + 60_000 }),
    ).toEqual([[2], [3]]);
  });

  test('drops a condition that is cleared within it', () => {
    const result = routed([ended(raised, { eventRecordId: 5 })], {
      route: heldUntilField,
      now: NOON + 10_000,
      ...suppressed,
    });
    expect(result).toEqual({ ...NOTHING, unsuppressed: ['c-1'] });
  });

  test('drops a condition that was cleared within it, also if both records are read late', () => {
    const end = ended(raised, { eventRecordId: 5, timeCreated: NOON + 10_000 });
    expect(together([raised, end], { route: heldUntilField, now: NOON + 400_000 })).toEqual([]);
    const later = { ...end, timeCreated: NOON + 300_000 };
    expect(together([raised, later], { route: heldUntilField, now: NOON + 400_000 })).toEqual([[1], [5]]);
  });

  test('does not hold a condition whose start is in the future because the clock was set back', () => {
    expect(together([raised], { route: heldUntilField, now: NOON - 1 })).toEqual([[1]]);
  });
});
