import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { Outbox, ReadSilences } from '../../../src/work/ports.ts';
import { pause } from '../../../src/work/tell/pause.ts';
import { Telling } from '../../../src/work/tell/telling.ts';
import { change, raised, recordOf, SHARD } from '../../contract/ledger-samples.ts';
import { percentile } from '../../fixtures/percentile.ts';
import { randomFrom } from '../../fixtures/random.ts';
import { BUSY, DELIVERED, Receiver, TellingStage } from './telling-stage.ts';

// What is measured here is waiting, in the time of a clock that the test turns: for the receiver's answer, for the
// deliveries before, and for the ledger, which does one thing after the other. What the machine takes for computing does not
// count, so the figures are the same on a busy one.

const PASS_EVERY_MS = 100;
/** What the ledger takes for anything that it is asked, ms. */
const LEDGER_MS = 1;
/** A receiver answers after so long, ms: with two records a pass it is busy for three quarters of the time. */
const [QUICKEST_MS, SPREAD_MS] = [12, 52];
/** Until one that hangs is given up on, ms. */
const HANGS_MS = 1200;

const never = new AbortController().signal;

/** One thing after the other, each after its time. */
class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(ms: number, work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => pause(ms, never)).then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function inLane<T extends Outbox & ReadSilences>(lane: Lane, outbox: T): T {
  return new Proxy(outbox, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: readonly unknown[]) =>
        lane.run(LEDGER_MS, async () => Reflect.apply(method, target, parameters));
    },
  });
}

const conditionOf = (pass: number): Condition =>
  raised(`c${pass}`, { facts: { fqdn: `c${pass}.contoso.com` } }).condition;

/** What a pass commits: one condition begins, and the one before it is over. */
function recordsOf(pass: number, now: number): readonly NewEventRecord[] {
  const begun = { ...recordOf(conditionOf(pass), 'raised'), timeCreated: now };
  if (pass === 0) return [begun];
  const end = recordOf(conditionOf(pass - 1), 'cleared');
  const evidence = { scope: 'store:My', at: now, reason: 'observed' } as const;
  const facts = { ...end.facts, cleared: { eventId: end.eventId, raisedAt: now, evidence } };
  return [{ ...end, eventId: 1900, level: 'Information', timeCreated: now, facts }, begun];
}

/** Waits for something that takes time of the clock: when nothing is left to be done at once, the next timer is due. */
async function withTime<T>(awaited: Promise<T>): Promise<T> {
  let isDone = false;
  const done = awaited.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    for (let turns = 0; turns < 6; turns += 1) await turn();
    await vi.advanceTimersToNextTimerAsync();
  }
  return done;
}

interface Beside {
  readonly passes: number;
  readonly hangs: boolean;
  /** As if there were one worker for all notifiers. */
  readonly isOneWorker?: boolean;
}

/** How long it was from each record to the attempt that told it to either of two that answer, beside a third: the slowest of a hundred but one, ms. */
async function p99({ passes, hangs, isOneWorker = false }: Beside): Promise<number> {
  const stage = new TellingStage();
  const { ledger } = stage;
  const [ledgerLane, worker] = [new Lane(), new Lane()];
  const outbox = inLane(ledgerLane, ledger.outbox);
  const took: number[] = [];
  const told = ['a', 'b', 'third'].map((name, seed) => {
    const chance = randomFrom(seed + 1);
    const receiver = new Receiver(name);
    receiver.answer = async ({ records }, signal) => {
      const answersAfter = QUICKEST_MS + chance.below(SPREAD_MS);
      const isThird = name === 'third';
      if (!isThird) took.push(...records.map(({ timeCreated }) => Date.now() - timeCreated));
      await pause(isThird && hangs ? HANGS_MS : answersAfter, signal);
      return isThird && hangs ? BUSY : DELIVERED;
    };
    if (!isOneWorker) return TellingStage.told(receiver);
    const deliver: Receiver['deliver'] = (...parameters) => worker.run(0, () => receiver.deliver(...parameters));
    return TellingStage.told({ name, deliver });
  });
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const means = { ...stage.means, outbox, silences: outbox, clock };
  const telling = await withTime(Telling.open({ told, shown: [], beaten: [] }, means));
  const toldAll = async (): Promise<void> => {
    for (let pass = 0; pass < passes; pass += 1) {
      await pause(PASS_EVERY_MS, never);
      await ledgerLane.run(LEDGER_MS, async () => {
        const { revision } = await ledger.state(SHARD);
        const records = recordsOf(pass, Date.now());
        await ledger.commit(SHARD, revision, change({ records, open: [conditionOf(pass)] }));
      });
    }
    while (took.length < 2 * (2 * passes - 1)) await pause(PASS_EVERY_MS, never);
  };
  await withTime(toldAll());
  await withTime(telling.close());
  return percentile(took, 0.99);
}

describe('a notifier that never answers', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('makes the slowest of a hundred deliveries to the others no tenth slower than one that answers', async () => {
    const [answering, hanging] = [await p99({ passes: 300, hangs: false }), await p99({ passes: 300, hangs: true })];
    expect(answering).toBeGreaterThan(2 * QUICKEST_MS);
    expect(hanging).toBeLessThan(answering * 1.1);
  });

  test('would make them far slower, were there one worker for all', async () => {
    const few = { passes: 20, isOneWorker: true };
    const [answering, hanging] = [await p99({ ...few, hangs: false }), await p99({ ...few, hangs: true })];
    expect(hanging).toBeGreaterThan(answering * 2);
  });
});
