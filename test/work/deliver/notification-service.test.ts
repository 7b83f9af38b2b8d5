import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Alert } from '../../../src/domain/alert/alert.ts';
import type { Delivery, FinishedPart } from '../../../src/domain/alert/delivery.ts';
import type { Silence } from '../../../src/domain/alert/silence.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { AlertmanagerPort, Outcome } from '../../../src/work/ports/outputs.ts';
import { NOON, newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { said } from '../../domain/failure/said.ts';
import { BUSY, DELIVERED, GONE, NotificationStage, REFUSED, Receiver, UNSAFE } from './notification-stage.ts';

let stage: NotificationStage;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stage = new NotificationStage();
});
afterEach(async () => {
  const stopped = stage.stop();
  await vi.advanceTimersByTimeAsync(5000);
  await stopped;
  vi.useRealTimers();
});

/** Advances the timers and the clock. */
async function wait(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= Math.min(left, 10 * MINUTE)) {
    stage.now += Math.min(left, 10 * MINUTE);
    await vi.advanceTimersByTimeAsync(Math.min(left, 10 * MINUTE));
  }
  for (let turns = 0; turns < 200; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

const events = async (eventId: number): Promise<readonly string[]> =>
  (await stage.ledger.after(0, 1000))
    .filter((record) => record.eventId === eventId)
    .map(({ parameters }) => parameters.join(' '));

const silence = (parts: Partial<Silence>): Silence => ({
  ...{ silenceId: 's1', match: {}, startsAt: NOON, endsAt: undefined, isUntilCleared: false, conditionIds: [] },
  ...{ reason: 'known', createdBy: 'root', createdAt: NOON },
  ...parts,
});

describe('a notifier', () => {
  test('is notified of every change once, in order', async () => {
    const ops = new Receiver('ops');
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(1);
    await stage.pass(['escalated', 'a'], ['cleared', 'b']);
    await wait(1);
    expect(ops.lines).toEqual(['raised 1', 'raised 2', 'escalated 3', 'cleared 4']);
    expect(new Set(ops.ids).size).toBe(4);
  });

  test('that is new is notified once of the open conditions, and not of resolved ones', async () => {
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await stage.pass(['repeated', 'a'], ['cleared', 'b']);
    const ops = new Receiver('ops');
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect(ops.lines).toEqual(['raised 3']);
    await stage.stop();
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect(ops.lines).toEqual(['raised 3']);
  });

  test('continues after a reload, and after an interval without it gets the missed alerts, each once', async () => {
    const ops = new Receiver('ops');
    await stage.pass(['raised', 'a']);
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.stop();
    await stage.pass(['raised', 'b']);
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect(ops.lines).toEqual(['raised 1', 'raised 2']);
    ops.answer = () => BUSY;
    await stage.pass(['raised', 'c']);
    await wait(1);
    await stage.stop();
    await stage.start({});
    await stage.pass(['cleared', 'a'], ['raised', 'd'], ['raised', 'e']);
    await stage.pass(['cleared', 'e']);
    await stage.stop();
    ops.answer = () => DELIVERED;
    ops.heard.length = 0;
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect(ops.lines).toEqual(['raised 3', 'raised 5', 'cleared 4']);
  });

  test('that fails is retried with the same id, with increasing delays, and delays no other', async () => {
    const [bad, good] = [new Receiver('bad'), new Receiver('good')];
    bad.answer = () => (bad.ids.length < 4 ? BUSY : DELIVERED);
    await stage.start({ notifiers: [NotificationStage.configOf(bad), NotificationStage.configOf(good)] });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    expect([bad.ids.length, good.lines]).toEqual([1, ['raised 1']]);
    for (const [seconds, attempts] of [
      [1.9, 1],
      [0.2, 2],
      [3.9, 2],
      [0.2, 3],
      [7.9, 3],
      [0.2, 4],
      [600, 4],
    ] as const) {
      await wait(seconds * SECOND);
      expect(bad.ids).toHaveLength(attempts);
    }
    expect(new Set(bad.ids).size).toBe(1);
    expect(new Set(bad.heard.map((alert) => JSON.stringify(alert))).size).toBe(1);
  });

  describe('with several recipients', () => {
    const [GOOD, BAD] = ['01-good', '02-bad'];
    /** A directory of two hooks; one of them fails on request. */
    class Hooks extends Receiver {
      readonly events: string[] = [];
      isBadFixed = false;

      override async deliver(delivery: Delivery, alert: Alert): Promise<Outcome> {
        this.ids.push(delivery.deliveryId);
        const done: FinishedPart[] = [];
        let [isPartly, isFailed] = [false, false];
        for (const part of [GOOD, BAD]) {
          if (delivery.parts?.finished.includes(part)) continue;
          if (delivery.parts?.allowed?.includes(part) === false) isPartly = true;
          else if (part === BAD && !this.isBadFixed) isFailed = true;
          else {
            this.events.push(`${part} ${alert.state} ${alert.records[0]?.eventRecordId}`);
            done.push({ part, isDelivered: true });
          }
        }
        const failed = { kind: 'retry', reason: 'hook_failed', failure: said(), notBefore: undefined } as const;
        return isFailed ? { ...failed, done } : { kind: 'delivered', failure: said(), done, hasWaitingParts: isPartly };
      }
    }

    test('sends later alerts at once to recipients that work, and in order to one that failed all of them', async () => {
      const hooks = new Hooks('hooks');
      await stage.start({ notifiers: [NotificationStage.configOf(hooks)] });
      await wait(1);
      for (const change of ['raised', 'escalated', 'cleared'] as const) {
        await stage.pass([change, 'a']);
        await wait(1);
      }
      expect(hooks.events).toEqual([`${GOOD} raised 1`, `${GOOD} escalated 2`, `${GOOD} cleared 3`]);
      const attempts = hooks.ids.length;
      await wait(30 * MINUTE);
      expect(hooks.events).toHaveLength(3);
      // A delivery that waits for an earlier one is not attempted repeatedly.
      expect(hooks.ids.slice(attempts).every((id) => id === 'd1')).toBe(true);
      await stage.stop();
      hooks.isBadFixed = true;
      await stage.start({ notifiers: [NotificationStage.configOf(hooks)] });
      await wait(2 * HOUR);
      expect(hooks.events.slice(3)).toEqual([`${BAD} raised 1`, `${BAD} escalated 2`, `${BAD} cleared 3`]);
      expect((await stage.ledger.outbox.deliveries({})).map(({ state }) => state)).toEqual(Array(3).fill('delivered'));
    });

    test('sends them the following alerts after one recipient has failed for good', async () => {
      const hooks = new Hooks('hooks');
      await stage.start({ notifiers: [NotificationStage.configOf(hooks, { retryFor: HOUR })] });
      await wait(1);
      await stage.pass(['raised', 'a']);
      await wait(3 * HOUR);
      expect(await events(1500)).toHaveLength(1);
      hooks.isBadFixed = true;
      await stage.pass(['cleared', 'a']);
      await wait(1);
      expect(hooks.events).toEqual([`${GOOD} raised 1`, `${GOOD} cleared 3`, `${BAD} cleared 3`]);
    });
  });

  test('that misses its deadline is aborted some seconds later, in every attempt, and delays no other', async () => {
    const [hangs, good] = [new Receiver('hangs'), new Receiver('good')];
    hangs.answer = () => new Promise<Outcome>(() => undefined);
    await stage.start({ notifiers: [NotificationStage.configOf(hangs), NotificationStage.configOf(good)] });
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(1);
    expect([hangs.ids.length, good.ids.length]).toEqual([1, 2]);
    await wait(34 * SECOND);
    expect(hangs.ids).toHaveLength(1);
    await wait(SECOND);
    expect(hangs.ids).toHaveLength(2);
    const [first = ''] = hangs.ids;
    expect(await stage.ledger.outbox.attempts(first)).toMatchObject([
      { outcome: { kind: 'retry', reason: 'timed_out' } },
    ]);
  });

  test('that throws is logged, and is retried', async () => {
    const ops = new Receiver('ops');
    ops.answer = () => {
      if (ops.ids.length === 1) throw new TypeError('x is undefined');
      return DELIVERED;
    };
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    await wait(3 * SECOND);
    expect(ops.ids).toHaveLength(2);
    expect(stage.notes).toEqual(['error: cannot send to ops: x is undefined']);
  });

  test('that fails for longer than retryFor has a failed delivery: 1500, of which it is not notified itself', async () => {
    const [bad, good] = [new Receiver('bad'), new Receiver('good')];
    bad.answer = () => BUSY;
    await stage.start({
      notifiers: [NotificationStage.configOf(bad, { retryFor: 10 * SECOND }), NotificationStage.configOf(good)],
    });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    for (let second = 0; second < 20; second += 1) await wait(SECOND);
    expect(await events(1500)).toEqual(['bad d1 1 4 ']);
    expect(bad.ids).toEqual(['d1', 'd1', 'd1', 'd1']);
    expect(good.heard.map(({ eventId }) => eventId)).toEqual([12014, 1500]);
    await stage.pass(['cleared', 'a']);
    await wait(1);
    expect(bad.ids).toHaveLength(4);
  });

  test('sends a waiting delivery within the maximum delay although the clock is set back by a month, and then follows it', async () => {
    const ops = new Receiver('ops');
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    ops.answer = () => BUSY;
    stage.now += 30 * DAY;
    await stage.pass(['raised', 'a']);
    await wait(30 * MINUTE);
    expect(ops.lines[0]).toBe('raised 1');
    stage.now -= 30 * DAY;
    await stage.pass(['cleared', 'a']);
    ops.answer = () => DELIVERED;
    ops.heard.length = 0;
    await wait(MINUTE);
    expect(ops.lines).toEqual(['raised 1', 'cleared 2']);
  });

  test('that rejects one alert for good gets the next one nevertheless', async () => {
    const ops = new Receiver('ops');
    ops.answer = ({ records }) =>
      records[0]?.eventRecordId === 1
        ? { kind: 'rejected', reason: 'refused', failure: said('HTTP 400'), disable: false }
        : DELIVERED;
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(1);
    expect(ops.lines).toEqual(['raised 1', 'raised 2']);
    expect(await events(1500)).toEqual(['ops d1 1 1 ']);
  });

  test.each([
    ['refuse', REFUSED],
    ['cannot accept', BUSY],
  ])(
    'that fails like others: if several %s all their alerts, each fails once with each alert, and 1500 causes no further one',
    async (_, answer) => {
      const names = ['x', 'y', 'z'];
      const bad = names.map((name) => Object.assign(new Receiver(name), { answer: () => answer }));
      await stage.start({ notifiers: bad.map((one) => NotificationStage.configOf(one, { retryFor: 10 * SECOND })) });
      await wait(1);
      await stage.pass(['raised', 'a']);
      await wait(1);
      for (let tens = 0; tens < 18; tens += 1) await wait(10 * SECOND);
      const logged = (await events(1500)).map((line) => line.split(' ')[0]);
      expect(logged.toSorted()).toEqual(names);
      expect(await stage.ledger.newestRecordId()).toBe(4);
      expect(bad.map(({ heard }) => new Set(heard.map(({ records }) => records[0]?.eventRecordId)).size)).toEqual([
        3, 3, 3,
      ]);
      expect(await stage.ledger.outbox.health()).toMatchObject(
        names.map(() => ({ waiting: 0, failedDeliveries: 3, failing: {} })),
      );
    },
  );

  test('that is gone, or may not be run, is reported once, whatever alerts it had', async () => {
    const answers = { x: GONE, y: UNSAFE, z: GONE };
    const bad = Object.entries(answers).map(([name, answer]) =>
      Object.assign(new Receiver(name), { answer: () => answer }),
    );
    const recipients = { notifiers: bad.map((one) => NotificationStage.configOf(one, { retryFor: 2 * HOUR })) };
    await stage.start(recipients);
    await wait(1);
    await stage.pass(['raised', 'a']);
    for (let hours = 0; hours < 48; hours += 1) await wait(HOUR);
    expect((await events(1501)).toSorted()).toEqual(['x ', 'y ', 'z ']);
    expect((await events(1500)).map((line) => line.split(' ')[0]).toSorted()).toEqual(['x', 'y', 'z']);
    expect(await stage.ledger.newestRecordId()).toBe(7);
  });

  test('whose hook may not be run, and fails in turn with others, is reported once', async () => {
    const [x, y] = ['x', 'y'].map((name) => new Receiver(name));
    for (const one of [x, y]) if (one) one.answer = () => (one.ids.length % 2 === 0 ? UNSAFE : BUSY);
    await stage.start({
      notifiers: [x, y].flatMap((one) => (one ? [NotificationStage.configOf(one, { retryFor: MINUTE })] : [])),
    });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    for (let tens = 0; tens < 60; tens += 1) await wait(10 * SECOND);
    expect((await events(1500)).map((line) => line.split(' ')[0]).toSorted()).toEqual(['x', 'y']);
    expect((await events(1501)).length).toBeLessThan(10);
  });

  test('that may not be run is retried, and gets all alerts once that is fixed; 1501 reports the start of the problem', async () => {
    const [hooks, good] = [new Receiver('hooks'), new Receiver('good')];
    hooks.answer = () => UNSAFE;
    const recipients = { notifiers: [NotificationStage.configOf(hooks), NotificationStage.configOf(good)] };
    await stage.start(recipients);
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(HOUR);
    await stage.stop();
    await stage.start(recipients);
    await stage.pass(['cleared', 'a']);
    await wait(HOUR);
    expect(await events(1501)).toEqual(['hooks ']);
    expect(good.heard.map(({ eventId }) => eventId).toSorted()).toEqual([12014, 12014, 12014, 1501].toSorted());
    hooks.heard.length = 0;
    hooks.answer = () => DELIVERED;
    await wait(2 * HOUR);
    expect(hooks.lines).toEqual(['raised 1', 'raised 2', 'cleared 4']);
    hooks.answer = () => UNSAFE;
    await stage.pass(['raised', 'c']);
    await wait(HOUR);
    expect(await events(1501)).toEqual(['hooks ', 'hooks ']);
  });

  test('that may not be run within retryFor has a failed delivery, like any other failure', async () => {
    const hooks = new Receiver('hooks');
    hooks.answer = () => UNSAFE;
    await stage.start({ notifiers: [NotificationStage.configOf(hooks, { retryFor: 5 * SECOND })] });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    for (let second = 0; second < 10; second += 1) await wait(SECOND);
    expect([await events(1501), await events(1500)]).toEqual([['hooks '], ['hooks d1 1 3 ']]);
  });

  test('that is gone is disabled: 1501, and no attempt until it is started again, then all waiting alerts, in order', async () => {
    const [gone, good] = [new Receiver('gone'), new Receiver('good')];
    const recipients = { notifiers: [NotificationStage.configOf(gone), NotificationStage.configOf(good)] };
    await stage.start(recipients);
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(1);
    gone.answer = () => GONE;
    await stage.pass(['escalated', 'a'], ['raised', 'c']);
    await wait(1);
    await stage.pass(['cleared', 'b'], ['raised', 'd']);
    await wait(HOUR);
    expect([gone.lines, await events(1501)]).toEqual([['raised 1', 'raised 2', 'escalated 3'], ['gone ']]);
    expect(good.heard.map(({ eventId }) => eventId)).toContain(1501);
    expect(await stage.ledger.outbox.health()).toMatchObject([
      {
        notifier: 'gone',
        isDisabled: true,
        waiting: 4,
        nextAt: undefined,
        failedDeliveries: 0,
        failing: { reason: 'gone' },
      },
      { notifier: 'good', isDisabled: false },
    ]);
    gone.answer = () => DELIVERED;
    await stage.stop();
    await stage.pass(['cleared', 'c']);
    await stage.start(recipients);
    await wait(1);
    expect(gone.lines.slice(3)).toEqual(['escalated 3', 'raised 4', 'cleared 6', 'raised 7', 'cleared 8']);
    expect(gone.ids[3]).toBe(gone.ids[2]);
    expect(await stage.ledger.outbox.health()).toMatchObject([
      { isDisabled: false, waiting: 0, failing: undefined },
      {},
    ]);
  });

  test('that is still gone when it is started again is disabled again, and loses nothing', async () => {
    const gone = new Receiver('gone');
    gone.answer = () => GONE;
    const recipients = { notifiers: [NotificationStage.configOf(gone)] };
    await stage.start(recipients);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(1);
    await stage.stop();
    await stage.start(recipients);
    await wait(HOUR);
    expect([gone.ids, await events(1501)]).toEqual([
      ['d1', 'd1'],
      ['gone ', 'gone '],
    ]);
    expect(await stage.ledger.outbox.health()).toMatchObject([{ isDisabled: true, waiting: 2 }]);
    gone.answer = () => DELIVERED;
    await stage.stop();
    await stage.start(recipients);
    await wait(1);
    expect(gone.lines.slice(2)).toEqual(['raised 1', 'raised 2']);
  });

  test('that is disabled for longer than retryFor gets the open conditions, and the current state of those that it knows', async () => {
    const gone = new Receiver('gone');
    const recipients = { notifiers: [NotificationStage.configOf(gone)] };
    await stage.start(recipients);
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b'], ['raised', 'e']);
    await wait(1);
    gone.answer = () => GONE;
    await stage.pass(['raised', 'c'], ['raised', 'd']);
    await wait(1);
    await stage.pass(['cleared', 'a'], ['cleared', 'd'], ['escalated', 'b']);
    await wait(49 * HOUR);
    expect(await events(1500)).toEqual(['gone  2 0 ', 'gone  3 0 ']);
    expect(await stage.ledger.outbox.health()).toMatchObject([{ isDisabled: true, waiting: 0, failedDeliveries: 5 }]);
    gone.heard.length = 0;
    gone.answer = () => DELIVERED;
    await stage.stop();
    await stage.start(recipients);
    await wait(1);
    expect(gone.lines).toEqual(['raised 4', 'cleared 7', 'escalated 9']);
    await stage.stop();
    await stage.start(recipients);
    await wait(1);
    expect(gone.lines).toHaveLength(3);
  });

  test('that exceeds the backlog is advanced with 1500, and gets the open conditions and the current state of those that it knows', async () => {
    const ops = new Receiver('ops');
    await stage.pass(['raised', 'a'], ['raised', 'e']);
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.stop();
    await stage.pass(['raised', 'b'], ['raised', 'c']);
    await stage.pass(['cleared', 'c'], ['cleared', 'e']);
    stage.now += 3 * DAY;
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect(ops.lines).toEqual(['raised 1', 'raised 2', 'raised 3', 'cleared 6']);
    expect(await events(1500)).toEqual(['ops  2 0 ']);
  });

  test('that exceeds the backlog gets recent events without a duration; if it misses nothing, there is no 1500', async () => {
    const ops = new Receiver('ops');
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.stop();
    const append = async (parts: Parameters<typeof newRecord>[0]): Promise<void> => {
      const { revision } = await stage.ledger.state(SHARD);
      const records = [newRecord({ timeCreated: stage.now, ...parts })];
      await stage.ledger.commit(SHARD, revision, { records, open: undefined, memory: undefined, scan: undefined });
    };
    await append({ eventId: 1001, level: 'Information' });
    await append({ eventId: 1500, parameters: ['mail', '', '1', '0', ''] });
    stage.now += 3 * DAY;
    await append({ eventId: 1000, level: 'Information' });
    await append({ eventId: 1105 });
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect([ops.lines, await events(1500)]).toEqual([['once 4'], ['mail  1 0 ']]);
    expect(await stage.ledger.outbox.position('ops')).toBe(4);
  });

  test('sends related records as one alert', async () => {
    const ops = new Receiver('ops');
    await stage.start({ notifiers: [NotificationStage.configOf(ops, { groupWait: 2 * SECOND })] });
    await wait(1);
    const facts = { thumbprint: 'A'.repeat(40) };
    const { revision } = await stage.ledger.state('mail01.contoso.com');
    const records = Array.from({ length: 9 }, (_, index) =>
      newRecord({ change: 'raised', conditionId: String(index), facts: { ...facts, connector: `c${index}` } }),
    );
    await stage.ledger.commit('mail01.contoso.com', revision, {
      records,
      open: undefined,
      memory: undefined,
      scan: undefined,
    });
    await wait(1);
    await wait(1.9 * SECOND);
    expect(ops.lines).toEqual([]);
    await wait(0.2 * SECOND);
    expect(ops.lines).toEqual(['raised 1 2 3 4 5 6 7 8 9']);
  });
});

test('twenty notifiers are notified, and Node warns of no leak', async () => {
  const warnings: string[] = [];
  const warn = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', warn);
  const all = Array.from({ length: 20 }, (_, index) => new Receiver(`n${index}`));
  await stage.start({ notifiers: all.map((one) => NotificationStage.configOf(one)) });
  await wait(1);
  await stage.pass(['raised', 'a']);
  await wait(MINUTE);
  process.off('warning', warn);
  expect([all.map(({ ids }) => ids.length), warnings]).toEqual([all.map(() => 1), []]);
});

describe('a stop', () => {
  test('waits for an attempt in progress, and its alert is not sent again', async () => {
    const ops = new Receiver('ops');
    ops.answer = () => new Promise((resolve) => setTimeout(() => resolve(DELIVERED), SECOND));
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    const stopped = stage.stop();
    await wait(SECOND);
    await stopped;
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    expect(ops.ids).toEqual(['d1']);
  });

  test('aborts an attempt that does not end, which is retried at the next start', async () => {
    const ops = new Receiver('ops');
    ops.answer = (_, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(BUSY), { once: true }));
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(1);
    const stopped = stage.stop();
    await wait(2 * SECOND);
    await stopped;
    ops.answer = () => DELIVERED;
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(3 * SECOND);
    expect(ops.ids).toEqual(['d1', 'd1']);
  });
});

describe('a silence', () => {
  test('suppresses the records that it covers, and the conditions that are open when it expires are sent then', async () => {
    const ops = new Receiver('ops');
    await stage.ledger.outbox.add(silence({ match: { names: ['a.*', 'b.*'] }, endsAt: NOON + HOUR }));
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b'], ['raised', 'c']);
    await stage.pass(['cleared', 'b']);
    await wait(59 * MINUTE);
    expect(ops.lines).toEqual(['raised 3']);
    await wait(2 * MINUTE);
    expect(ops.lines).toEqual(['raised 3', 'raised 1']);
    await stage.pass(['cleared', 'a']);
    await wait(1);
    expect(ops.lines.at(-1)).toBe('cleared 5');
  });

  test('that a user ends expires at once', async () => {
    const ops = new Receiver('ops');
    await stage.ledger.outbox.add(silence({}));
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await stage.pass(['raised', 'a']);
    await wait(1);
    expect(ops.lines).toEqual([]);
    await stage.ledger.outbox.expire('s1', stage.now);
    await wait(1);
    expect(ops.lines).toEqual(['raised 1']);
  });
});

describe('an Alertmanager', () => {
  class Mirror implements AlertmanagerPort {
    readonly name = 'am';
    readonly shown: string[] = [];
    answer: Outcome = DELIVERED;
    async send(open: readonly Condition[], cleared: readonly EventRecord[]): Promise<Outcome> {
      const [isOpen, clearedIds] = [open.map((one) => one.conditionId), cleared.map((one) => one.conditionId)];
      this.shown.push(`${isOpen.join()}/${clearedIds.join()}`);
      return this.answer;
    }
  }
  const shown = (alertmanager: Mirror) => ({
    alertmanager,
    match: { levels: ['Error' as const] },
    holdForMs: 0,
    intervalMs: MINUTE,
    timeoutMs: SECOND,
  });

  test('gets the open conditions every minute and at every change, and each resolution until it has accepted it', async () => {
    const am = new Mirror();
    await stage.start({ alertmanagers: [shown(am)] });
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(1);
    am.answer = BUSY;
    await stage.pass(['cleared', 'a']);
    await wait(1);
    await wait(2 * SECOND);
    am.answer = DELIVERED;
    await wait(4 * SECOND);
    await wait(MINUTE);
    expect(am.shown).toEqual(['/', 'a,b/', 'b/a', 'b/a', 'b/a', 'b/']);
    expect(stage.notes).toHaveLength(2);
  });

  test('that rejects a request gets it again, and the outcome is stored', async () => {
    const am = new Mirror();
    await stage.start({ alertmanagers: [shown(am)] });
    await wait(1);
    am.answer = { kind: 'rejected', reason: 'refused', failure: said('HTTP 400'), disable: false };
    await wait(MINUTE);
    await wait(HOUR);
    expect(await stage.ledger.outbox.health()).toMatchObject([
      {
        ...{ notifier: 'am', isDisabled: false, deliveredAt: NOON + 1 },
        failing: { since: NOON + 1 + MINUTE, reason: 'refused', failure: said('HTTP 400') },
        outcomes: [
          { outcome: 'delivered', count: 1 },
          { outcome: 'rejected', reason: 'refused' },
        ],
      },
    ]);
    expect([...(await events(1500)), ...(await events(1501))]).toEqual([]);
  });

  test.each([
    ['that is not reached', BUSY],
    ['whose address is gone', GONE],
  ])(
    '%s holds no record of the log for longer than two days, and later gets resolutions nevertheless',
    async (_, answer) => {
      const am = new Mirror();
      await stage.start({ alertmanagers: [shown(am)] });
      await wait(1);
      am.answer = answer;
      await stage.pass(['raised', 'a'], ['raised', 'b']);
      await stage.pass(['cleared', 'a']);
      const start = stage.now;
      for (let hour = 0; hour < 47; hour += 1) await wait(HOUR);
      expect(await stage.ledger.outbox.position('am')).toBe(2);
      await stage.pass(['cleared', 'b']);
      for (let hour = 0; hour < 2; hour += 1) await wait(HOUR);
      expect(stage.now - start).toBe(49 * HOUR);
      expect(await stage.ledger.outbox.position('am')).toBeGreaterThanOrEqual(3);
      am.answer = DELIVERED;
      await stage.stop();
      await stage.start({ alertmanagers: [shown(am)] });
      await wait(1);
      expect(am.shown.at(-1)).toBe('/b');
    },
  );

  test('whose address is gone gets no further requests', async () => {
    const am = new Mirror();
    am.answer = GONE;
    const good = new Receiver('good');
    await stage.start({ alertmanagers: [shown(am)], notifiers: [NotificationStage.configOf(good)] });
    await wait(1);
    await wait(HOUR);
    expect(am.shown).toEqual(['/']);
    expect(await events(1501)).toEqual(['am ']);
    expect(good.heard).toHaveLength(1);
    expect(await stage.ledger.outbox.health()).toMatchObject([
      { notifier: 'am', isDisabled: true, failing: { since: NOON + 1, reason: 'gone' } },
      {},
    ]);
    expect(stage.notes).toEqual([
      'warning: sending the open conditions to am: HTTP 410 (the address no longer exists); no further requests are sent',
    ]);
  });
});

describe('a failing ledger', () => {
  test('is queried again, with increasing delays, and nothing is lost', async () => {
    const ops = new Receiver('ops');
    const { outbox } = stage.ledger;
    const claim = outbox.claim.bind(outbox);
    outbox.claim = () => Promise.reject(new Error('no space left'));
    await stage.start({ notifiers: [NotificationStage.configOf(ops)] });
    await stage.pass(['raised', 'a']);
    await wait(1);
    for (let second = 0; second < 8; second += 1) await wait(SECOND);
    expect(stage.notes.slice(0, 2)).toEqual([
      'error: sending to ops: no space left; mailcertd tries again in 1 s, nothing is lost',
      'error: sending to ops: no space left; mailcertd tries again in 2 s, nothing is lost',
    ]);
    outbox.claim = claim;
    await wait(MINUTE);
    expect(ops.lines).toEqual(['raised 1']);
  });
});

describe('a notifier with a hold time of five minutes', () => {
  test('is notified when the condition has been open for it, and of nothing that was cleared earlier', async () => {
    const ops = new Receiver('ops');
    await stage.start({ notifiers: [NotificationStage.configOf(ops, { holdFor: 5 * MINUTE })] });
    await wait(1);
    await stage.pass(['raised', 'a'], ['raised', 'b']);
    await wait(2 * MINUTE);
    await stage.pass(['cleared', 'b']);
    await wait(3 * MINUTE - 2);
    expect(ops.lines).toEqual([]);
    await wait(2);
    expect(ops.lines).toEqual(['raised 1']);
    await stage.pass(['cleared', 'a']);
    await wait(1);
    expect(ops.lines).toEqual(['raised 1', 'cleared 4']);
  });

  test('is notified after a restart within the hold time, as if there had been none', async () => {
    const ops = new Receiver('ops');
    const recipients = { notifiers: [NotificationStage.configOf(ops, { holdFor: 5 * MINUTE })] };
    await stage.start(recipients);
    await wait(1);
    await stage.pass(['raised', 'a']);
    await wait(MINUTE);
    await stage.stop();
    await stage.start(recipients);
    await wait(4 * MINUTE - 10);
    expect(ops.lines).toEqual([]);
    await wait(20);
    expect(ops.lines).toEqual(['raised 1']);
  });
});
