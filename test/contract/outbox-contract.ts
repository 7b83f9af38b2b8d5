import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryRecord, NewDelivery } from '../../src/domain/alert/delivery.ts';
import { groupKey } from '../../src/domain/alert/group-key.ts';
import { healthWithoutAttempts } from '../../src/domain/alert/notifier-health.ts';
import type { RoutingResult } from '../../src/domain/alert/route.ts';
import type { Silence } from '../../src/domain/alert/silence.ts';
import { testDelivery } from '../../src/domain/alert/test-delivery.ts';
import type { Condition } from '../../src/domain/condition/condition.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { SECRET_FAILURES } from '../../src/domain/failure/secret-failures.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import type { Cursors, Ledger } from '../../src/work/ports/ledger.ts';
import type {
  Attempt,
  HealthReader,
  Outbox,
  ResendableDeliveries,
  Silences,
  TestResults,
} from '../../src/work/ports/outbox.ts';
import type { Outcome } from '../../src/work/ports/outputs.ts';
import { said } from '../domain/failure/said.ts';
import { change, NOON, newRecord, raised, recordOf, SHARD } from './ledger-samples.ts';

/** Parameters of a delivery that failed. */
const FAILED = ['ops', '', '1', '0', ''];
/** The content of a record about a disabled notifier. */
const DISABLED: Partial<NewEventRecord> = {
  eventId: 1501,
  parameters: ['ops', ''],
  facts: { notifier: 'ops', detail: '' },
};

/** A ledger with its outbox, and the commands of another process. */
export interface OpenOutbox extends AsyncDisposable {
  readonly ledger: Ledger & Cursors;
  readonly outbox: Outbox;
  readonly orders: Silences & ResendableDeliveries & TestResults & HealthReader;
}

const NOTHING: RoutingResult = { deliveries: [], additions: [], suppressed: [], unsuppressed: [] };
const LEASE = MINUTE;

const deliveryRecord = (eventRecordId: number, conditionId?: string, isFirst = false): DeliveryRecord => ({
  eventRecordId,
  conditionId,
  isFirst,
});

function delivery(
  deliveryId: string,
  records: readonly DeliveryRecord[],
  parts: Partial<NewDelivery> = {},
): NewDelivery {
  return {
    deliveryId,
    notifier: 'ops',
    groupKey: 'key',
    createdAt: NOON,
    dueAt: NOON,
    retryUntil: NOON + 48 * HOUR,
    records,
    ...parts,
  };
}

const attempt = (outcome: Outcome, count = 1): Attempt => ({
  attempt: count,
  startedAt: NOON + count,
  durationMs: 12,
  outcome,
});
const DELIVERED = { kind: 'delivered', failure: said('HTTP 204') } as const;
const REFUSED = {
  kind: 'retry',
  reason: 'connection_refused',
  failure: said('ECONNREFUSED'),
  notBefore: undefined,
} as const;
const SLOW = { reason: 'timed_out', failure: SECRET_FAILURES.token_not_ascii } as const;
/** Returns the outcome of an attempt that only these recipients accepted. */
const partly = (...names: readonly string[]): Outcome => ({
  ...REFUSED,
  done: names.map((part) => ({ part, isDelivered: true })),
});
const GONE = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410'), disable: true } as const;

function silence(silenceId: string, parts: Partial<Silence> = {}): Silence {
  return {
    silenceId,
    match: { ids: [12018], names: ['*.contoso.com'] },
    startsAt: NOON,
    endsAt: NOON + DAY,
    isUntilCleared: false,
    conditionIds: [],
    reason: 'renewed on\nMonday',
    createdBy: 'root (sudo: ann)',
    createdAt: NOON,
    ...parts,
  };
}

/** Defines the contract tests of every outbox, with silences and resent deliveries. */
export function outboxContract(name: string, open: () => OpenOutbox): void {
  describe(`${name} as an outbox`, () => {
    let opened: OpenOutbox;
    let outbox: Outbox;
    beforeEach(() => {
      opened = open();
      outbox = opened.outbox;
    });
    afterEach(() => opened[Symbol.asyncDispose]());

    const append = async (records: readonly NewEventRecord[], conditions?: readonly Condition[]): Promise<void> => {
      const { revision } = await opened.ledger.state(SHARD);
      await opened.ledger.commit(SHARD, revision, change({ records, open: conditions }));
    };
    const advance = (to: number, deliveries: readonly NewDelivery[], notifier = 'ops'): Promise<boolean> =>
      outbox.storeRouted(notifier, to, { ...NOTHING, deliveries }, NOON);
    const claimed = async (now = NOON, limit = 10, notifier = 'ops'): Promise<readonly string[]> =>
      (await outbox.claim(notifier, limit, now, LEASE)).map((found) => found.delivery.deliveryId);
    const states = async (notifier = 'ops'): Promise<readonly string[]> =>
      (await outbox.deliveries({ notifier })).map(({ deliveryId, state }) => `${deliveryId} ${state}`);

    /** Records 1 to 4: the conditions a, b and c are raised; the fourth is a one-time event. */
    const [a, b, c] = [raised('a'), raised('b'), raised('c')];
    const log = (): Promise<void> =>
      append([a.record, b.record, c.record, newRecord()], [a.condition, b.condition, c.condition]);

    describe('a follower', () => {
      it('that is new has no position, and begins at the head with the open conditions, each with its last record', async () => {
        await log();
        const worse = { ...a.condition, urgency: 1, notifiedAt: NOON + 1 };
        await append([recordOf(worse, 'escalated'), recordOf(b.condition, 'cleared')], [worse, c.condition]);
        expect(await outbox.position('ops')).toBeUndefined();
        const { lastRecordId: head, open, neverNotified } = await outbox.startPosition('ops');
        expect(neverNotified).toEqual([]);
        expect([head, open.map(({ eventRecordId, change: what }) => [eventRecordId, what])]).toEqual([
          6,
          [
            [3, 'raised'],
            [5, 'escalated'],
          ],
        ]);
      });

      it('that begins again reports its conditions as not up to date, unless an alert about them is sent or pending', async () => {
        await log();
        await advance(4, [delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')])]);
        const worse = { ...b.condition, urgency: 1, notifiedAt: NOON + 1 };
        await append(
          [recordOf(a.condition, 'cleared'), recordOf(worse, 'escalated'), recordOf(c.condition, 'cleared')],
          [worse],
        );
        const neverNotified = async (notifier = 'ops'): Promise<readonly number[]> =>
          (await outbox.startPosition(notifier)).neverNotified.map(({ eventRecordId }) => eventRecordId);
        expect([await neverNotified(), await neverNotified('mail')]).toEqual([[5, 6], []]);
        await advance(7, [delivery('2', [deliveryRecord(5, 'a')])]);
        expect(await neverNotified()).toEqual([6]);
        for (const id of ['1', '2']) {
          expect(await claimed()).toEqual([id]);
          const outcome = id === '1' ? DELIVERED : { ...GONE, disable: false };
          await outbox.storeAttempt(id, attempt(outcome), id === '1' ? 'delivered' : 'failed');
        }
        expect(await neverNotified()).toEqual([5, 6]);
        await advance(7, [delivery('3', [deliveryRecord(6, 'b')])]);
        expect(await neverNotified()).toEqual([5]);
        await outbox.deleteOtherNotifiers([]);
        expect(await neverNotified()).toEqual([5, 6]);
      });

      it('keeps the position that it was advanced to, and never moves back', async () => {
        await log();
        expect(await advance(3, [])).toBe(true);
        expect(await advance(2, [])).toBe(true);
        expect(await outbox.position('ops')).toBe(3);
        expect(await outbox.position('mail')).toBeUndefined();
      });

      it('is never one of the log outputs', async () => {
        await log();
        await advance(3, []);
        await opened.ledger.cursor('ops');
        await opened.ledger.deleteOtherFollowers([]);
        expect(await outbox.position('ops')).toBe(3);
      });

      it('protects records after its position from pruning', async () => {
        await append(Array.from({ length: 10 }, () => newRecord()));
        await advance(4, []);
        while ((await opened.ledger.prune({ records: 2, days: 400 }, NOON)) > 0);
        expect((await opened.ledger.after(0, 20)).map(({ eventRecordId }) => eventRecordId)).toEqual([
          5, 6, 7, 8, 9, 10,
        ]);
      });
    });

    describe('advance()', () => {
      it('stores deliveries and cursor together', async () => {
        await log();
        expect(await advance(2, [delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')])])).toBe(true);
        expect(await outbox.position('ops')).toBe(2);
        expect(await outbox.deliveries({})).toEqual([
          { ...delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')]), state: 'pending', attempts: 0 },
        ]);
      });

      it('that fails stores neither', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        await expect(
          advance(3, [delivery('2', [deliveryRecord(2, 'b')]), delivery('1', [deliveryRecord(3, 'c')])]),
        ).rejects.toThrow();
        expect(await outbox.position('ops')).toBe(1);
        expect(await states()).toEqual(['1 pending']);
      });

      it('adds records to a delivery in the state grouping', async () => {
        await log();
        const dueAt = NOON + 2 * SECOND;
        await advance(1, [delivery('1', [deliveryRecord(1, 'a', true)], { dueAt })]);
        const state = await outbox.notificationState('ops', ['a', 'b', 'c']);
        expect(state.groupingDeliveries).toEqual([
          { deliveryId: '1', groupKey: 'key', createdAt: NOON, dueAt, since: NOON, records: 1, conditionIds: ['a'] },
        ]);
        expect(state.notified).toEqual(new Set(['a']));
        const additions = [{ deliveryId: '1', records: [deliveryRecord(2, 'b'), deliveryRecord(4)] }];
        expect(await outbox.storeRouted('ops', 4, { ...NOTHING, additions }, NOON + SECOND)).toBe(true);
        expect(await outbox.deliveries({})).toMatchObject([
          { state: 'grouping', records: [deliveryRecord(1, 'a', true), deliveryRecord(2, 'b'), deliveryRecord(4)] },
        ]);
        expect(await claimed(dueAt - 1)).toEqual([]);
        expect(await outbox.nextClaimableAt('ops')).toBe(dueAt);
        expect(await claimed(dueAt)).toEqual(['1']);
      });

      it('changes nothing if the delivery that it adds to has left the state grouping', async () => {
        await log();
        const dueAt = NOON + 2 * SECOND;
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')], { dueAt })]);
        const late: RoutingResult = {
          ...NOTHING,
          deliveries: [delivery('2', [deliveryRecord(3, 'c')])],
          additions: [{ deliveryId: '1', records: [deliveryRecord(2, 'b')] }],
        };
        expect(await outbox.storeRouted('ops', 3, late, dueAt)).toBe(false);
        await claimed(dueAt);
        expect(await outbox.storeRouted('ops', 3, late, NOON)).toBe(false);
        expect(await outbox.position('ops')).toBe(1);
        expect(await states()).toEqual(['1 sending']);
      });

      it('appends its own records to the end of the log', async () => {
        await log();
        const happened = newRecord({ eventId: 1500, parameters: FAILED });
        await outbox.storeRouted('ops', 4, NOTHING, NOON, [happened]);
        expect(await opened.ledger.after(4, 10)).toMatchObject([{ eventRecordId: 5, eventId: 1500 }]);
        expect((await opened.ledger.state(SHARD)).revision).toBe(1);
      });

      it('wakes the followers of the log', async () => {
        const stop = new AbortController();
        const changes = opened.ledger.changed(stop.signal)[Symbol.asyncIterator]();
        await outbox.storeRouted('ops', 0, NOTHING, NOON, [newRecord()]);
        expect(await changes.next()).toMatchObject({ done: false });
        stop.abort();
      });
    });

    describe('the suppressed records', () => {
      const hold = (conditionId: string, eventRecordId: number): RoutingResult => ({
        ...NOTHING,
        suppressed: [{ conditionId, eventRecordId }],
      });
      const ids = async (after = 0, limit = 10): Promise<readonly number[]> =>
        (await outbox.suppressed('ops', after, limit)).map(({ eventRecordId }) => eventRecordId);

      it('are the latest record of each open condition, until they are released', async () => {
        await log();
        const worse = { ...a.condition, urgency: 1, notifiedAt: NOON + 1 };
        await append([recordOf(worse, 'escalated')], [worse, b.condition, c.condition]);
        for (const [condition, record] of [
          ['a', 1],
          ['b', 2],
          ['c', 3],
          ['a', 5],
        ] as const)
          await outbox.storeRouted('ops', record, hold(condition, record), NOON);
        expect(await ids()).toEqual([2, 3, 5]);
        expect(await ids(2, 1)).toEqual([3]);
        expect((await outbox.notificationState('ops', ['a', 'x'])).suppressed).toEqual(new Set(['a']));
        expect(await outbox.suppressed('mail', 0, 10)).toEqual([]);
        await outbox.storeRouted('ops', 5, { ...NOTHING, unsuppressed: ['b'] }, NOON);
        await append([recordOf(c.condition, 'cleared')], [worse, b.condition]);
        expect(await ids()).toEqual([5]);
      });

      it('are not pruned', async () => {
        await log();
        await outbox.storeRouted('ops', 1, hold('a', 1), NOON);
        await append([recordOf({ ...a.condition, notifiedAt: NOON + 1 }, 'repeated'), newRecord()], [a.condition]);
        await advance(6, []);
        while ((await opened.ledger.prune({ records: 1, days: 400 }, NOON)) > 0);
        expect(await ids()).toEqual([1]);
      });
    });

    describe('claim()', () => {
      it('returns the records of the alert with the delivery', async () => {
        await log();
        await advance(4, [delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')])]);
        const [found] = await outbox.claim('ops', 1, NOON, LEASE);
        expect(found?.delivery.alertRecords?.map(({ eventRecordId }) => eventRecordId)).toEqual([1, 2]);
        expect(found?.delivery.alertRecords).toEqual(found?.alert.records);
      });

      it('returns the deliveries that are due, oldest first, up to the limit, with their records', async () => {
        await log();
        await advance(4, [
          delivery('1', [deliveryRecord(1, 'a', true)]),
          delivery('2', [deliveryRecord(2, 'b')], { dueAt: NOON + 1 }),
          delivery('3', [deliveryRecord(3, 'c')]),
          delivery('4', [deliveryRecord(4)]),
        ]);
        const found = await outbox.claim('ops', 2, NOON, LEASE);
        expect(found).toMatchObject([
          {
            delivery: { deliveryId: '1', state: 'sending', attempts: 0 },
            alert: { alertId: '1', state: 'raised', createdAt: NOON, records: [{ eventRecordId: 1 }] },
          },
          { delivery: { deliveryId: '3' } },
        ]);
        expect(await claimed()).toEqual(['4']);
        expect(await claimed(NOON + 1)).toEqual(['2']);
        expect(await claimed(NOON + 1)).toEqual([]);
      });

      it('returns no delivery of another notifier', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        await advance(1, [delivery('2', [deliveryRecord(1, 'a')], { notifier: 'mail' })], 'mail');
        expect(await claimed(NOON, 10, 'mail')).toEqual(['2']);
        expect(await outbox.nextClaimableAt('ops')).toBe(NOON);
      });

      it('never overtakes an earlier unfinished delivery that shares a condition; other deliveries do not wait', async () => {
        await log();
        await advance(4, [
          delivery('1', [deliveryRecord(1, 'a')]),
          delivery('2', [deliveryRecord(2, 'b'), deliveryRecord(3, 'c')]),
          delivery('3', [deliveryRecord(4, 'a')]),
          delivery('4', [deliveryRecord(4, 'c')]),
        ]);
        expect(await claimed()).toEqual(['1', '2']);
        expect(await outbox.nextClaimableAt('ops')).toBe(NOON + LEASE);
        await outbox.storeAttempt('1', attempt(REFUSED), NOON + HOUR);
        expect(await claimed()).toEqual([]);
        await outbox.storeAttempt('2', attempt(DELIVERED), 'delivered');
        expect(await outbox.nextClaimableAt('ops')).toBe(NOON);
        expect(await claimed()).toEqual(['4']);
        expect(await claimed(NOON + HOUR)).toEqual(['1', '4']);
        await outbox.storeAttempt('1', attempt(REFUSED, 2), 'failed');
        expect(await claimed(NOON + HOUR)).toEqual(['3']);
      });

      it('adds to resolved alerts which conditions of the group are still open for the notifier, with their latest records', async () => {
        await log();
        const group = (state: 'open' | 'over'): { groupKey: string } => ({
          groupKey: groupKey({
            ...recordOf(a.condition, state === 'open' ? 'raised' : 'cleared'),
            computer: SHARD,
            eventRecordId: 1,
            processId: 1,
          }),
        });
        await advance(3, [delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')], group('open'))]);
        await advance(3, [delivery('2', [deliveryRecord(3, 'c')], { ...group('open'), notifier: 'mail' })], 'mail');
        await claimed();
        await outbox.storeAttempt('1', attempt(DELIVERED), 'delivered');
        const worse = { ...b.condition, urgency: 1, notifiedAt: NOON + 1 };
        await append([recordOf(a.condition, 'cleared'), recordOf(worse, 'escalated')], [worse, c.condition]);
        await advance(5, [delivery('3', [deliveryRecord(5, 'a')], group('over')), delivery('4', [deliveryRecord(4)])]);
        const found = await outbox.claim('ops', 2, NOON + 1, LEASE);
        expect(found.map(({ alert }) => (alert.alsoOpen ?? []).map(({ eventRecordId }) => eventRecordId))).toEqual([
          [6],
          [],
        ]);
        await outbox.storeAttempt('3', attempt(DELIVERED), 'delivered');
        await append([recordOf(worse, 'cleared')], [c.condition]);
        await advance(7, [delivery('5', [deliveryRecord(7, 'b')], group('over'))]);
        const [last] = await outbox.claim('ops', 1, NOON + 1, LEASE);
        expect(last?.alert.alsoOpen).toEqual([]);
      });

      describe('for a notifier with several recipients', () => {
        const parts = async (now = NOON): Promise<readonly unknown[]> =>
          (await outbox.claim('ops', 10, now, LEASE)).map(({ delivery: { deliveryId, parts: open } }) => [
            deliveryId,
            open?.finished.toSorted(),
            open?.allowed?.toSorted(),
          ]);

        it('stores which recipients are done, each once', async () => {
          await log();
          await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
          expect(await parts()).toEqual([['1', [], undefined]]);
          await outbox.storeAttempt('1', attempt(partly('x', 'y')), NOON);
          expect(await parts()).toEqual([['1', ['x', 'y'], undefined]]);
          await outbox.storeAttempt('1', attempt(partly('y', 'z'), 2), NOON);
          expect(await parts()).toEqual([['1', ['x', 'y', 'z'], undefined]]);
          expect(await outbox.attempts('1')).toEqual([attempt(REFUSED), attempt(REFUSED, 2)]);
        });

        it('returns whether a recipient has accepted the delivery in an earlier attempt', async () => {
          const arePartlyDelivered = async (): Promise<readonly unknown[]> =>
            (await outbox.claim('ops', 10, NOON, LEASE)).map(
              ({ delivery: { parts: open } }) => open?.isPartlyDelivered,
            );
          await log();
          await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
          expect(await arePartlyDelivered()).toEqual([false]);
          await outbox.storeAttempt('1', attempt({ ...REFUSED, done: [{ part: 'x', isDelivered: false }] }), NOON);
          expect(await arePartlyDelivered()).toEqual([false]);
          await outbox.storeAttempt('1', attempt(partly('y'), 2), NOON);
          expect(await arePartlyDelivered()).toEqual([true]);
        });

        it('returns a later delivery only for the recipients that finished all earlier ones, and once to each', async () => {
          await log();
          await advance(4, [
            delivery('1', [deliveryRecord(1, 'a')]),
            delivery('2', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')]),
            delivery('3', [deliveryRecord(2, 'b')]),
            delivery('4', [deliveryRecord(3, 'c')]),
          ]);
          expect(await claimed()).toEqual(['1', '4']);
          await outbox.storeAttempt('1', attempt(partly('x', 'y')), NOON + HOUR);
          expect(await outbox.nextClaimableAt('ops')).toBe(NOON);
          expect(await parts()).toEqual([['2', [], ['x', 'y']]]);
          await outbox.storeAttempt('2', attempt(partly('x')), NOON);
          expect(await parts()).toEqual([
            ['2', ['x'], ['x', 'y']],
            ['3', [], ['x']],
          ]);
          await outbox.storeAttempt(
            '3',
            attempt({ ...DELIVERED, done: [{ part: 'x', isDelivered: true }], hasWaitingParts: true }),
            NOON,
          );
          await outbox.storeAttempt(
            '2',
            attempt({ ...DELIVERED, done: [{ part: 'y', isDelivered: false }], hasWaitingParts: true }, 2),
            NOON,
          );
          expect(await parts()).toEqual([['3', ['x'], ['x', 'y']]]);
          await outbox.storeAttempt(
            '3',
            attempt({ ...DELIVERED, done: [{ part: 'y', isDelivered: true }], hasWaitingParts: true }, 2),
            NOON,
          );
          expect(await parts()).toEqual([]);
          expect(await outbox.nextClaimableAt('ops')).toBe(NOON + LEASE);
          expect(await parts(NOON + HOUR)).toEqual([
            ['1', ['x', 'y'], undefined],
            ['4', [], undefined],
          ]);
          await outbox.storeAttempt('1', attempt(REFUSED, 2), 'failed');
          expect(await parts(NOON + HOUR)).toEqual([['2', ['x', 'y'], undefined]]);
          await outbox.storeAttempt('2', attempt(DELIVERED, 3), 'delivered');
          expect(await parts(NOON + HOUR)).toEqual([['3', ['x', 'y'], undefined]]);
        });

        it('returns no later delivery while no recipient has finished an earlier one', async () => {
          await log();
          await advance(4, [
            delivery('1', [deliveryRecord(1, 'a')]),
            delivery('2', [deliveryRecord(2, 'b')]),
            delivery('3', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')]),
          ]);
          expect(await claimed()).toEqual(['1', '2']);
          await outbox.storeAttempt('1', attempt(partly('x')), NOON + HOUR);
          expect(await claimed()).toEqual([]);
          await outbox.storeAttempt('2', attempt(partly('y')), NOON + HOUR);
          expect(await claimed()).toEqual([]);
        });

        it('reports a notifier as failing if only some recipients were reached', async () => {
          await log();
          await advance(2, [delivery('1', [deliveryRecord(1, 'a')]), delivery('2', [deliveryRecord(1, 'a')])]);
          await claimed();
          await outbox.storeAttempt('1', attempt(partly('x')), NOON + HOUR);
          await outbox.storeAttempt('2', attempt({ ...DELIVERED, hasWaitingParts: true }, 2), NOON);
          expect(await opened.orders.health()).toMatchObject([
            { deliveredAt: NOON + 2, failing: { since: NOON + 1, reason: 'connection_refused' } },
          ]);
        });
      });

      it('returns the deliveries of a dead worker again, when its lease expires or is taken back', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        expect(await claimed()).toEqual(['1']);
        expect(await claimed(NOON + LEASE - 1)).toEqual([]);
        expect(await claimed(NOON + LEASE)).toEqual(['1']);
        await outbox.releaseClaims('mail');
        expect(await claimed(NOON + LEASE)).toEqual([]);
        await outbox.releaseClaims('ops');
        expect(await claimed(NOON + LEASE)).toEqual(['1']);
      });

      it('returns the same records at every attempt, even if the log grows', async () => {
        await log();
        const dueAt = NOON + SECOND;
        await advance(2, [delivery('1', [deliveryRecord(1, 'a', true), deliveryRecord(2, 'b')], { dueAt })]);
        const [first] = await outbox.claim('ops', 1, dueAt, LEASE);
        await outbox.storeAttempt('1', attempt(REFUSED), NOON + HOUR);
        await append([recordOf({ ...a.condition, notifiedAt: NOON + 1 }, 'escalated')], [a.condition]);
        const [again] = await outbox.claim('ops', 1, NOON + HOUR, LEASE);
        expect(again?.alert).toEqual(first?.alert);
        expect(again?.alert.createdAt).toBe(dueAt);
        expect(again?.delivery.attempts).toBe(1);
      });

      it('protects the records of unfinished deliveries from pruning', async () => {
        await append([newRecord(), newRecord(), newRecord()]);
        await advance(3, [delivery('1', [deliveryRecord(1)]), delivery('2', [deliveryRecord(2)])]);
        await claimed(NOON, 1);
        await outbox.storeAttempt('1', attempt(DELIVERED), 'delivered');
        while ((await opened.ledger.prune({ records: 1, days: 400 }, NOON)) > 0);
        expect((await opened.ledger.after(0, 9)).map(({ eventRecordId }) => eventRecordId)).toEqual([2, 3]);
        expect(await outbox.claim('ops', 9, NOON, LEASE)).toMatchObject([
          { alert: { records: [{ eventRecordId: 2 }] } },
        ]);
      });
    });

    describe('a clock that is set back', () => {
      const AHEAD = NOON + 30 * DAY;
      const ahead = (id: string, wait: number): NewDelivery =>
        delivery(id, [deliveryRecord(1, 'a', true)], {
          createdAt: AHEAD,
          dueAt: AHEAD + wait,
          retryUntil: AHEAD + 48 * HOUR,
        });
      const claimedAt = async (now: number): Promise<readonly unknown[]> =>
        (await outbox.claim('ops', 9, now, LEASE)).map(({ delivery: { deliveryId, createdAt, retryUntil }, alert }) => [
          ...[deliveryId, createdAt, retryUntil, alert.createdAt],
        ]);

      it('does not extend the time that a delivery waits for its group, nor the time for its retries', async () => {
        await log();
        await outbox.storeRouted('ops', 1, { ...NOTHING, deliveries: [ahead('1', 2 * SECOND)] }, AHEAD);
        expect(await claimedAt(NOON)).toEqual([]);
        expect(await outbox.nextClaimableAt('ops')).toBe(NOON + 2 * SECOND);
        expect(await claimedAt(NOON + 2 * SECOND - 1)).toEqual([]);
        expect(await claimedAt(NOON + 2 * SECOND)).toEqual([['1', NOON, NOON + 48 * HOUR, NOON + 2 * SECOND]]);
      });

      it('makes deliveries that wait for a retry due, with the same records', async () => {
        await log();
        await outbox.storeRouted('ops', 1, { ...NOTHING, deliveries: [ahead('1', 0)] }, AHEAD);
        await claimedAt(AHEAD);
        await outbox.storeAttempt('1', { ...attempt(REFUSED), startedAt: AHEAD }, AHEAD + HOUR);
        expect(await claimedAt(NOON)).toEqual([['1', NOON, NOON + 48 * HOUR, AHEAD]]);
        await outbox.storeAttempt('1', { ...attempt(REFUSED, 2), startedAt: NOON }, NOON + HOUR);
        expect(await claimedAt(NOON + HOUR - 1)).toEqual([]);
        expect(await claimedAt(NOON + HOUR)).toHaveLength(1);
      });

      it('makes due what was tried while the clock was ahead, although it was created earlier', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        await claimedAt(NOON + DAY);
        await outbox.storeAttempt('1', { ...attempt(REFUSED), startedAt: NOON + DAY }, NOON + 48 * HOUR);
        expect(await claimedAt(NOON + MINUTE)).toEqual([['1', NOON, NOON + 48 * HOUR, NOON]]);
      });

      it('ends a lease that is longer than the maximum', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        await claimedAt(AHEAD);
        expect(await claimedAt(NOON)).toHaveLength(1);
        expect(await claimedAt(NOON + LEASE - 1)).toEqual([]);
      });
    });

    describe('settle()', () => {
      it('stores each attempt, and when the delivery is due again', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        const later: Outcome = { ...REFUSED, ...SLOW, notBefore: NOON + HOUR };
        await claimed();
        await outbox.storeAttempt('1', attempt(later), NOON + HOUR);
        expect(await outbox.deliveries({})).toMatchObject([{ state: 'pending', attempts: 1, dueAt: NOON + HOUR }]);
        await claimed(NOON + HOUR);
        await outbox.storeAttempt('1', attempt(DELIVERED, 2), 'delivered');
        expect(await outbox.attempts('1')).toEqual([attempt(later), attempt(DELIVERED, 2)]);
        expect(await outbox.deliveries({})).toMatchObject([{ state: 'delivered', attempts: 2 }]);
        expect(await outbox.nextClaimableAt('ops')).toBeUndefined();
      });

      it('keeps the error of the latest attempt for a notifier, until an attempt succeeds', async () => {
        await log();
        await advance(2, [delivery('1', [deliveryRecord(1, 'a')]), delivery('2', [deliveryRecord(2, 'b')])]);
        await claimed();
        expect(await outbox.latestFailure('ops')).toBeUndefined();
        await outbox.storeAttempt('1', attempt(REFUSED, 1), NOON + HOUR);
        expect([await outbox.latestFailure('ops'), await outbox.latestFailure('mail')]).toEqual([
          { reason: 'connection_refused', isDisabled: false },
          undefined,
        ]);
        await outbox.storeAttempt('2', attempt(DELIVERED, 1), 'delivered');
        expect(await outbox.latestFailure('ops')).toBeUndefined();
      });

      it('does not change a finished delivery', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        await claimed();
        await outbox.storeAttempt('1', attempt(DELIVERED), 'delivered');
        await outbox.storeAttempt('1', attempt(REFUSED, 2), NOON + HOUR, [
          newRecord({ eventId: 1500, parameters: FAILED }),
        ]);
        expect(await outbox.attempts('1')).toHaveLength(1);
        expect(await states()).toEqual(['1 delivered']);
        expect(await opened.ledger.newestRecordId()).toBe(4);
      });

      it('counts recipients of a failed delivery as not notified', async () => {
        await log();
        await advance(2, [delivery('1', [deliveryRecord(1, 'a')]), delivery('2', [deliveryRecord(2, 'b')])]);
        await claimed();
        await outbox.storeAttempt('1', attempt({ ...GONE, disable: false }), 'failed', [
          newRecord({ eventId: 1500, parameters: FAILED }),
        ]);
        await outbox.storeAttempt('2', attempt(DELIVERED), 'delivered');
        expect((await outbox.notificationState('ops', ['a', 'b', 'c'])).notified).toEqual(new Set(['b']));
        expect((await outbox.notificationState('mail', ['a', 'b'])).notified).toEqual(new Set());
        expect(await opened.ledger.after(4, 9)).toMatchObject([{ eventId: 1500 }]);
        expect(await outbox.attempts('1')).toEqual([attempt({ ...GONE, disable: false })]);
      });

      it('counts a record as delivered if any recipient got it, even if the others failed', async () => {
        await log();
        await advance(3, [
          delivery('1', [deliveryRecord(1, 'a')]),
          delivery('2', [deliveryRecord(2, 'b')]),
          delivery('3', [deliveryRecord(3, 'c')]),
        ]);
        await claimed();
        const refusedOnly: Outcome = { ...REFUSED, done: [{ part: 'x', isDelivered: false }] };
        await outbox.storeAttempt('1', attempt(partly('x')), 'failed');
        await outbox.storeAttempt('2', attempt(refusedOnly), 'failed');
        await outbox.storeAttempt('3', attempt(partly('x')), NOON + HOUR);
        expect((await outbox.notificationState('ops', ['a', 'b', 'c'])).notified).toEqual(new Set(['a', 'c']));
        expect((await outbox.startPosition('ops')).neverNotified.map(({ eventRecordId }) => eventRecordId)).toEqual([
          1,
        ]);
        await outbox.deleteOtherNotifiers([]);
        expect((await outbox.notificationState('ops', ['a', 'b', 'c'])).notified).toEqual(new Set(['a', 'c']));
      });

      it('for a disabled notifier keeps the delivery, the remaining recipients, and the position', async () => {
        await log();
        await advance(3, [delivery('1', [deliveryRecord(1, 'a')]), delivery('2', [deliveryRecord(2, 'b')])]);
        await outbox.storeRouted('ops', 4, { ...NOTHING, suppressed: [{ conditionId: 'c', eventRecordId: 3 }] }, NOON);
        await claimed(NOON, 1);
        await outbox.storeAttempt('1', attempt(GONE), 'disabled', [newRecord(DISABLED)]);
        expect(await states()).toEqual(['1 pending', '2 pending']);
        expect(await outbox.attempts('1')).toEqual([attempt(GONE)]);
        expect(await outbox.position('ops')).toBe(4);
        expect(await outbox.suppressed('ops', 0, 9)).toHaveLength(1);
        expect((await outbox.notificationState('ops', ['a', 'b'])).notified).toEqual(new Set(['a', 'b']));
        expect(await opened.ledger.after(4, 9)).toMatchObject([{ eventId: 1501 }]);
        expect(await claimed(NOON)).toEqual(['1', '2']);
      });
    });

    describe('failing overdue deliveries', () => {
      const late = (count: number): NewEventRecord =>
        newRecord({ eventId: 1500, parameters: ['ops', '', String(count), '0', ''] });

      it('finishes the deliveries that missed their time limit, with one record of their number', async () => {
        await log();
        await advance(4, [
          delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')]),
          delivery('2', [deliveryRecord(3, 'c')], { dueAt: NOON + 60 * HOUR }),
          delivery('3', [deliveryRecord(4)], { retryUntil: NOON + 48 * HOUR + 1 }),
        ]);
        await advance(4, [delivery('4', [deliveryRecord(4)], { notifier: 'mail' })], 'mail');
        expect(await outbox.failOverdue('ops', NOON + 48 * HOUR - 1, late)).toBe(0);
        expect(await outbox.failOverdue('ops', NOON + 48 * HOUR, late)).toBe(1);
        expect(await states()).toEqual(['1 failed', '2 grouping', '3 pending']);
        expect(await states('mail')).toEqual(['4 pending']);
        expect(await opened.ledger.after(4, 9)).toMatchObject([
          { eventId: 1500, parameters: ['ops', '', '2', '0', ''] },
        ]);
        expect((await outbox.notificationState('ops', ['a', 'c'])).notified).toEqual(new Set(['c']));
        expect(await opened.orders.health()).toMatchObject([
          { notifier: 'mail' },
          { notifier: 'ops', failedDeliveries: 1 },
        ]);
      });

      it('writes no record if all of them were about notifications', async () => {
        const about = [newRecord({ eventId: 1500, parameters: FAILED }), newRecord(DISABLED)];
        await append([...about, newRecord()]);
        await advance(3, [delivery('1', [deliveryRecord(1)]), delivery('2', [deliveryRecord(2)])]);
        expect(await outbox.failOverdue('ops', NOON + 48 * HOUR, late)).toBe(2);
        expect(await opened.ledger.newestRecordId()).toBe(3);
        expect(await states()).toEqual(['1 failed', '2 failed']);
        await advance(3, [delivery('3', [deliveryRecord(1)]), delivery('4', [deliveryRecord(3)])]);
        expect(await outbox.failOverdue('ops', NOON + 48 * HOUR, late)).toBe(2);
        expect(await opened.ledger.after(3, 9)).toMatchObject([
          { eventId: 1500, parameters: ['ops', '', '2', '0', ''] },
        ]);
      });
    });

    it('deletes the notifiers that are no longer configured, and cancels their deliveries', async () => {
      await log();
      await advance(2, [delivery('1', [deliveryRecord(1, 'a')])]);
      await advance(2, [delivery('2', [deliveryRecord(1, 'a')], { notifier: 'mail' })], 'mail');
      await outbox.deleteOtherNotifiers(['mail', 'new']);
      expect([await outbox.position('ops'), await outbox.position('mail')]).toEqual([undefined, 2]);
      expect([...(await states()), ...(await states('mail'))]).toEqual(['1 canceled', '2 pending']);
    });

    it('finds deliveries by id, notifier and state, the newest N of them, oldest first', async () => {
      await log();
      await advance(3, [
        delivery('1', [deliveryRecord(1, 'a'), deliveryRecord(2, 'b')]),
        delivery('2', [deliveryRecord(2, 'b')]),
        delivery('3', [deliveryRecord(3)]),
      ]);
      await claimed(NOON, 1);
      const found = async (query: Parameters<Outbox['deliveries']>[0]): Promise<readonly string[]> =>
        (await outbox.deliveries(query)).map(({ deliveryId }) => deliveryId);
      expect(await found({})).toEqual(['1', '2', '3']);
      expect(await found({ deliveryId: '2' })).toEqual(['2']);
      expect(await found({ notifier: 'mail' })).toEqual([]);
      expect(await found({ states: ['pending', 'canceled'] })).toEqual(['2', '3']);
      expect(await found({ notifier: 'ops', last: 2 })).toEqual(['2', '3']);
      expect(await found({ since: NOON })).toEqual(['1', '2', '3']);
      expect(await found({ since: NOON + 1 })).toEqual([]);
      expect(await found({ idPrefix: '2' })).toEqual(['2']);
      expect(await found({ idPrefix: '%' })).toEqual([]);
    });

    it('lists deliveries in the order of their creation, for every filter, even if the clock was set back', async () => {
      await log();
      await advance(2, [
        delivery('b', [deliveryRecord(1)], { createdAt: NOON + 1 }),
        delivery('a', [deliveryRecord(2)]),
      ]);
      const queries = [
        {},
        { since: NOON },
        { idPrefix: '' },
        { notifier: 'ops' },
        { states: ['pending'] },
        { last: 2 },
      ] as const;
      for (const query of queries) {
        const found = (await outbox.deliveries(query)).map(({ deliveryId }) => deliveryId);
        expect([query, found]).toEqual([query, ['b', 'a']]);
      }
    });

    it('prunes finished deliveries with their records, but not the last one about an open condition', async () => {
      await log();
      await advance(4, [
        delivery('1', [deliveryRecord(1, 'a')]),
        delivery('2', [deliveryRecord(1, 'a')]),
        delivery('3', [deliveryRecord(4)]),
        delivery('4', [deliveryRecord(3, 'c')]),
        delivery('5', [deliveryRecord(2, 'b')]),
      ]);
      for (const id of ['1', '2', '3']) {
        await claimed();
        await outbox.storeAttempt(id, attempt(DELIVERED), 'delivered');
      }
      await outbox.storeAttempt('5', attempt(partly('x')), 'failed');
      await append([newRecord({ timeCreated: NOON + 401 * DAY })]);
      await advance(5, []);
      while ((await opened.ledger.prune({ records: 100, days: 400 }, NOON + 401 * DAY)) > 0);
      expect(await states()).toEqual(['2 delivered', '4 sending', '5 failed']);
      expect(await outbox.attempts('1')).toEqual([]);
      expect((await outbox.notificationState('ops', ['a'])).notified).toEqual(new Set(['a']));
    });

    it('keeps the delivery about a resolved condition until the resolution is delivered, or has left the log', async () => {
      await log();
      await advance(4, [delivery('1', [deliveryRecord(1, 'a')]), delivery('2', [deliveryRecord(2, 'b')])]);
      for (const id of ['1', '2']) {
        await claimed(NOON, 1);
        await outbox.storeAttempt(id, attempt(DELIVERED), 'delivered');
      }
      const later = NOON + 401 * DAY;
      const over = { ...a.condition, notifiedAt: later };
      await append([recordOf(over, 'cleared')], [b.condition, c.condition]);
      const prune = async (now: number, records = 100): Promise<void> => {
        while ((await opened.ledger.prune({ records, days: 400 }, now)) > 0);
      };
      await prune(later);
      expect(await states()).toEqual(['1 delivered', '2 delivered']);
      expect((await outbox.notificationState('ops', ['a', 'b'])).notified).toEqual(new Set(['a', 'b']));
      await advance(5, [delivery('3', [deliveryRecord(5, 'a')], { createdAt: later, dueAt: later })]);
      await prune(later);
      expect(await states()).toEqual(['1 delivered', '2 delivered', '3 grouping']);
      await outbox.claim('ops', 1, later, LEASE);
      await outbox.storeAttempt('3', attempt(DELIVERED), 'delivered');
      await prune(later);
      expect(await states()).toEqual(['2 delivered', '3 delivered']);
      await prune(later + 401 * DAY);
      expect(await states()).toEqual(['2 delivered']);
    });

    it('keeps the latest delivery, and active silences, whatever times the records have', async () => {
      await append([newRecord({ timeCreated: NOON + 300 * DAY }), newRecord(), newRecord()]);
      await advance(3, [delivery('1', [deliveryRecord(2)]), delivery('2', [deliveryRecord(3)])]);
      await claimed();
      for (const id of ['1', '2']) await outbox.storeAttempt(id, attempt(DELIVERED), 'delivered');
      await opened.orders.add(silence('1', { endsAt: NOON + DAY }));
      const prune = async (records: number): Promise<void> => {
        while ((await opened.ledger.prune({ records, days: 400 }, NOON + 1)) > 0);
      };
      await prune(100);
      expect(await states()).toEqual(['1 delivered', '2 delivered']);
      expect(await opened.orders.silences()).toHaveLength(1);
      await prune(1);
      expect(await states()).toEqual(['2 delivered']);
    });

    describe('the state of a notifier', () => {
      const health = async (): Promise<unknown> => (await opened.orders.health())[0];
      const calm = healthWithoutAttempts('ops');

      it('is absent before the first delivery', async () => {
        await log();
        expect(await opened.orders.health()).toEqual([]);
      });

      it('counts pending deliveries, and has the time of the next attempt', async () => {
        await log();
        await advance(2, [
          delivery('1', [deliveryRecord(1, 'a')], { dueAt: NOON + HOUR }),
          delivery('2', [deliveryRecord(2, 'b')], { createdAt: NOON + 1, dueAt: NOON + 2 * HOUR }),
        ]);
        expect(await health()).toEqual({ ...calm, waiting: 2, waitingSince: NOON, nextAt: NOON + HOUR });
      });

      it('counts a claimed delivery as waiting since it is due, also if its worker has ended', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        expect(await claimed(NOON + MINUTE)).toEqual(['1']);
        expect(await health()).toEqual({ ...calm, waiting: 1, waitingSince: NOON, nextAt: NOON });
      });

      it('is failing since the first failed attempt after the last success, with the latest error', async () => {
        await log();
        await advance(2, [delivery('1', [deliveryRecord(1, 'a')]), delivery('2', [deliveryRecord(2, 'b')])]);
        await claimed();
        await outbox.storeAttempt('1', attempt(REFUSED, 1), NOON + 1);
        await outbox.storeAttempt('1', attempt(DELIVERED, 2), 'delivered');
        await outbox.storeAttempt('2', attempt(REFUSED, 3), NOON + 3);
        await outbox.storeAttempt('2', attempt({ ...REFUSED, ...SLOW }, 4), NOON + HOUR);
        expect(await health()).toEqual({
          ...calm,
          waiting: 1,
          waitingSince: NOON,
          nextAt: NOON + HOUR,
          deliveredAt: NOON + 2,
          failing: { since: NOON + 3, ...SLOW },
          lastFailure: { at: NOON + 4, ...SLOW },
          outcomes: [
            { outcome: 'delivered', reason: undefined, count: 1 },
            { outcome: 'retry', reason: 'connection_refused', count: 2 },
            { outcome: 'retry', reason: 'timed_out', count: 1 },
          ],
        });
        await outbox.storeAttempt('2', attempt(DELIVERED, 5), 'delivered');
        expect(await health()).toMatchObject({
          ...{ waiting: 0, failing: undefined, deliveredAt: NOON + 5 },
          lastFailure: { at: NOON + 4, reason: 'timed_out' },
        });
      });

      it('stays when the deliveries are pruned, and is deleted with the notifier', async () => {
        await log();
        await advance(2, [delivery('1', [deliveryRecord(4)]), delivery('2', [deliveryRecord(4)])]);
        await claimed();
        await outbox.storeAttempt('1', attempt(REFUSED, 1), 'failed');
        await outbox.storeAttempt('2', attempt(DELIVERED, 1), 'delivered');
        const before = await health();
        expect(before).toMatchObject({ failedDeliveries: 1, outcomes: [{ count: 1 }, { count: 1 }] });
        await append([newRecord({ timeCreated: NOON + 401 * DAY })]);
        await advance(5, []);
        while ((await opened.ledger.prune({ records: 100, days: 400 }, NOON + 401 * DAY)) > 0);
        expect(await states()).toEqual([]);
        expect(await health()).toEqual(before);
        await outbox.deleteOtherNotifiers([]);
        expect(await opened.orders.health()).toEqual([]);
      });

      it('is disabled, without a next attempt, until it is enabled', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a')])]);
        await claimed();
        await outbox.storeAttempt('1', attempt(GONE), 'disabled');
        const gone = { failing: { since: NOON + 1, reason: 'gone' }, waiting: 1, failedDeliveries: 0 };
        expect(await health()).toMatchObject({ ...gone, isDisabled: true, nextAt: undefined });
        expect(await outbox.latestFailure('ops')).toEqual({ reason: 'gone', isDisabled: true });
        await advance(4, []);
        expect(await health()).toMatchObject({ isDisabled: true });
        await outbox.enable('ops');
        expect(await health()).toMatchObject({ ...gone, isDisabled: false, nextAt: NOON });
        expect(await outbox.latestFailure('ops')).toEqual({ reason: 'gone', isDisabled: false });
      });
    });

    describe('an attempt without a delivery', () => {
      it('counts like an attempt, and is deleted with the notifier', async () => {
        await outbox.recordOutcome('am', NOON + 1, DELIVERED);
        await outbox.recordOutcome('am', NOON + 2, REFUSED);
        await outbox.recordOutcome('am', NOON + 3, REFUSED);
        expect(await opened.orders.health()).toEqual([
          {
            notifier: 'am',
            ...{ waiting: 0, waitingSince: undefined, nextAt: undefined, failedDeliveries: 0, isDisabled: false },
            deliveredAt: NOON + 1,
            failing: { since: NOON + 2, reason: 'connection_refused', failure: said('ECONNREFUSED') },
            lastFailure: { at: NOON + 3, reason: 'connection_refused', failure: said('ECONNREFUSED') },
            outcomes: [
              { outcome: 'delivered', reason: undefined, count: 1 },
              { outcome: 'retry', reason: 'connection_refused', count: 2 },
            ],
          },
        ]);
        await outbox.deleteOtherNotifiers(['am']);
        expect(await opened.orders.health()).toHaveLength(1);
        await outbox.deleteOtherNotifiers([]);
        expect(await opened.orders.health()).toEqual([]);
      });

      it('can disable its notifier, with a record in the log', async () => {
        const stop = new AbortController();
        const changes = opened.ledger.changed(stop.signal)[Symbol.asyncIterator]();
        await outbox.recordOutcome('am', NOON, GONE, [newRecord(DISABLED)]);
        expect(await changes.next()).toMatchObject({ done: false });
        stop.abort();
        expect(await opened.orders.health()).toMatchObject([{ isDisabled: true, failedDeliveries: 0 }]);
        expect(await opened.ledger.after(0, 9)).toMatchObject([{ eventId: 1501 }]);
        await outbox.recordOutcome('am', NOON, DELIVERED);
        expect(await opened.orders.health()).toMatchObject([{ isDisabled: false, failing: undefined }]);
      });
    });

    describe('a test alert', () => {
      it('is kept finished, with its attempt, and does not count', async () => {
        await opened.orders.recordTest(testDelivery('1', 'ops', NOON), attempt(DELIVERED));
        await opened.orders.recordTest(testDelivery('2', 'ops', NOON), attempt(REFUSED));
        expect(await states()).toEqual(['1 delivered', '2 failed']);
        expect(await outbox.attempts('2')).toEqual([attempt(REFUSED)]);
        expect(await outbox.deliveries({ deliveryId: '1' })).toMatchObject([{ records: [], attempts: 1 }]);
        expect(await opened.orders.health()).toEqual([]);
      });

      it('that succeeds ends the failing state of its notifier, and leaves a disabled one disabled', async () => {
        await log();
        await advance(2, [
          delivery('1', [deliveryRecord(1, 'a')]),
          delivery('2', [deliveryRecord(1, 'a')], { notifier: 'mail' }),
        ]);
        await claimed();
        await claimed(NOON, 1, 'mail');
        await outbox.storeAttempt('1', attempt(REFUSED), 'failed');
        await outbox.storeAttempt('2', attempt(GONE), 'disabled');
        const [mail, ops] = await opened.orders.health();
        await opened.orders.recordTest(testDelivery('3', 'ops', NOON), attempt(REFUSED));
        expect(await opened.orders.health()).toEqual([mail, ops]);
        await opened.orders.recordTest(testDelivery('4', 'ops', NOON), attempt(DELIVERED));
        await opened.orders.recordTest(testDelivery('5', 'mail', NOON), attempt(DELIVERED));
        expect(await opened.orders.health()).toEqual([mail, { ...ops, failing: undefined }]);
      });

      it('is never pending', async () => {
        await opened.orders.recordTest(testDelivery('1', 'ops', NOON), attempt(REFUSED));
        expect([await outbox.nextClaimableAt('ops'), await claimed(NOON + DAY)]).toEqual([undefined, []]);
      });
    });

    describe('a resend', () => {
      it('sends the same records again, under a new id, for as long as the first was tried', async () => {
        await log();
        await advance(1, [delivery('1', [deliveryRecord(1, 'a', true)])]);
        await claimed();
        expect(await opened.orders.resend('1', '2', NOON + 1)).toBeUndefined();
        await outbox.storeAttempt('1', attempt(REFUSED), 'failed');
        const again = delivery('2', [deliveryRecord(1, 'a', true)], {
          createdAt: NOON + DAY,
          dueAt: NOON + DAY,
          retryUntil: NOON + DAY + 48 * HOUR,
        });
        expect(await opened.orders.resend('1', '2', NOON + DAY)).toEqual({ ...again, state: 'pending', attempts: 0 });
        expect(await claimed(NOON + DAY)).toEqual(['2']);
      });

      it('marks what is resolved since, but neither open conditions nor those that were sent before they were resolved', async () => {
        await log();
        await advance(4, [
          delivery('1', [deliveryRecord(1, 'a', true)]),
          delivery('2', [deliveryRecord(2, 'b', true)]),
          delivery('3', [deliveryRecord(4)]),
        ]);
        const since = async (now: number): Promise<readonly unknown[]> =>
          (await outbox.claim('ops', 10, now, LEASE)).map(({ alert }) => alert.resolvedSince);
        await append([recordOf(a.condition, 'cleared')], [b.condition, c.condition]);
        expect(await since(NOON)).toEqual([undefined, undefined, undefined]);
        for (const id of ['1', '2', '3']) await outbox.storeAttempt(id, attempt(DELIVERED), 'delivered');
        for (const id of ['1', '2', '3']) await opened.orders.resend(id, `${id}-again`, NOON + DAY);
        expect(await since(NOON + DAY)).toEqual([NOON, undefined, undefined]);
      });

      it('also marks what is resolved if the clock was set back before the resolution', async () => {
        await log();
        await advance(4, [delivery('1', [deliveryRecord(1, 'a', true)])]);
        await claimed();
        await outbox.storeAttempt('1', attempt(DELIVERED), 'delivered');
        await append([recordOf(a.condition, 'cleared')], [b.condition, c.condition]);
        await opened.orders.resend('1', '2', NOON - HOUR);
        const [again] = await outbox.claim('ops', 10, NOON - HOUR, LEASE);
        expect(again?.alert.resolvedSince).toBe(NOON);
      });

      it('is refused for unknown deliveries, and for pruned records', async () => {
        await append([newRecord(), newRecord()]);
        await advance(2, [delivery('1', [deliveryRecord(1), deliveryRecord(2)])]);
        await claimed();
        await outbox.storeAttempt('1', attempt(DELIVERED), 'delivered');
        expect(await opened.orders.resend('x', '2', NOON)).toBeUndefined();
        await opened.ledger.prune({ records: 1, days: 400 }, NOON);
        expect(await opened.orders.resend('1', '2', NOON)).toBeUndefined();
      });
    });

    describe('silences', () => {
      it('are returned as they were added, oldest first', async () => {
        const acknowledged = silence('2', {
          endsAt: undefined,
          isUntilCleared: true,
          conditionIds: ['a', 'b'],
          createdAt: NOON + 1,
        });
        await opened.orders.add(acknowledged);
        await opened.orders.add(silence('1'));
        expect(await opened.orders.silences()).toEqual([silence('1'), acknowledged]);
      });

      it('expire once: expiring a past or unknown one has no effect', async () => {
        await opened.orders.add(silence('1'));
        expect(await opened.orders.expire('x', NOON)).toBe(false);
        expect(await opened.orders.expire('1', NOON + 1)).toBe(true);
        expect(await opened.orders.silences()).toEqual([silence('1', { endsAt: NOON + 1 })]);
        expect(await opened.orders.expire('1', NOON + 1)).toBe(false);
      });

      it('with "until cleared" expire with the last condition that they cover', async () => {
        await log();
        await opened.orders.add(silence('1', { endsAt: undefined, isUntilCleared: true, conditionIds: ['a', 'b'] }));
        await append([recordOf(a.condition, 'cleared')], [b.condition, c.condition]);
        expect(await opened.orders.expire('1', NOON)).toBe(true);
        await opened.orders.add(silence('2', { endsAt: undefined, isUntilCleared: true, conditionIds: ['a'] }));
        expect(await opened.orders.expire('2', NOON)).toBe(false);
      });

      it('that have expired are pruned with the records', async () => {
        await opened.orders.add(silence('1'));
        await opened.orders.add(silence('2', { endsAt: NOON + 800 * DAY }));
        await opened.orders.add(silence('3', { endsAt: undefined, isUntilCleared: true, conditionIds: ['a'] }));
        await opened.ledger.prune({ records: 10, days: 400 }, NOON + 402 * DAY);
        expect((await opened.orders.silences()).map(({ silenceId }) => silenceId)).toEqual(['2']);
      });

      it('wake the followers of the log', async () => {
        const stop = new AbortController();
        const changes = opened.ledger.changed(stop.signal)[Symbol.asyncIterator]();
        await opened.orders.add(silence('1'));
        expect(await changes.next()).toMatchObject({ done: false });
        stop.abort();
      });
    });
  });
}
