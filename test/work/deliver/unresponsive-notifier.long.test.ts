import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { NotificationService } from '../../../src/work/deliver/notification-service.ts';
import { pause } from '../../../src/work/deliver/pause.ts';
import type { Outbox, SilenceReader } from '../../../src/work/ports/outbox.ts';
import { stateDirectories } from '../../adapters/sqlite/state-directories.ts';
import { change, NOON, newRecord, raised, recordOf, SHARD } from '../../contract/ledger-samples.ts';
import { percentile } from '../../fixtures/percentile.ts';
import { randomFrom } from '../../fixtures/random.ts';
import { BUSY, DELIVERED, NotificationStage, Receiver } from './notification-stage.ts';

// These tests measure waiting times in simulated time: for the answer of the receiver, for earlier
// deliveries, and for the ledger, whose calls are sequential. Computing takes no simulated time, so
// that the load of the machine does not change the results.

const PASS_EVERY_MS = 100;
/** The time of every call of the ledger, ms. */
const LEDGER_MS = 1;
/**
 * A receiver answers after 12 to 63 ms. With two records per scan it is busy for three quarters of
 * the time.
 */
const [QUICKEST_MS, SPREAD_MS] = [12, 52];
/**
 * The time after which a hanging delivery is aborted, ms. It is not a multiple of the scan
 * interval, so that attempts begin at any time within it.
 */
const HANGS_MS = 1217;
/** The time for which a blocking notifier delays the ledger, ms. */
const HOLDS_MS = 50;

const never = new AbortController().signal;
const stateDirectory = stateDirectories();

/** A queue of calls that run one after the other, each after its time. */
class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(ms: number, work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => pause(ms, never)).then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function inLane<T extends Outbox & SilenceReader>(lane: Lane, ms: number, outbox: T): T {
  return new Proxy(outbox, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: readonly unknown[]) => lane.run(ms, async () => Reflect.apply(method, target, parameters));
    },
  });
}

const conditionOf = (pass: number): Condition =>
  raised(`c${pass}`, { facts: { ...newRecord().facts, fqdn: `c${pass}.contoso.com` } }).condition;

/** Returns the records of a scan: one condition is raised, and the previous one is cleared. */
function recordsOf(pass: number, now: number): readonly NewEventRecord[] {
  const begun = { ...recordOf(conditionOf(pass), 'raised'), timeCreated: now };
  if (pass === 0) return [begun];
  const end = recordOf(conditionOf(pass - 1), 'cleared');
  const evidence = { scope: 'store:My', at: now, reason: 'observed' } as const;
  const facts = { ...end.facts, cleared: { eventId: end.eventId, raisedAt: now, evidence } };
  return [{ ...end, eventId: 1900, level: 'Information', timeCreated: now, facts }, begun];
}

/**
 * Awaits a promise in simulated time: it advances to the next timer when nothing else is left to
 * run.
 */
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

/**
 * Errors in the program that would let a hanging notifier delay the others. The tests must detect
 * them.
 */
type Defect =
  /** One worker for all notifiers. */
  | 'one worker'
  /** Pending deliveries are not claimed while its attempt is in progress. */
  | 'holds the claim'
  /** Each of its attempts delays the ledger by HOLDS_MS, as a blocked event loop does. */
  | 'holds the loop';

interface Trial {
  readonly passes: number;
  readonly hangs: boolean;
  /** The time of each call of the ledger, ms; left out: LEDGER_MS. */
  readonly ledgerMs?: number;
  readonly defect?: Defect;
}

/** A delivered record: its time and receiver, and how long it waited, ms. */
interface Attempted {
  readonly text: string;
  readonly tookMs: number;
}

/** Returns the deliveries to two responsive notifiers next to a third one, in order. */
async function notifiedNextTo({ passes, hangs, ledgerMs = LEDGER_MS, defect }: Trial): Promise<readonly Attempted[]> {
  vi.setSystemTime(NOON);
  await using ledger = openLedger(stateDirectory());
  const [ledgerLane, worker] = [new Lane(), new Lane()];
  const begunMs = performance.now();
  const took: Attempted[] = [];
  let underway: Promise<unknown> = Promise.resolve();
  const notifiers = ['a', 'b', 'third'].map((name, seed) => {
    const chance = randomFrom(seed + 1);
    const receiver = new Receiver(name);
    receiver.answer = async ({ records }, signal) => {
      const answersAfter = QUICKEST_MS + chance.below(SPREAD_MS);
      const isThird = name === 'third';
      const at = performance.now() - begunMs;
      for (const { eventRecordId, timeCreated } of isThird ? [] : records)
        took.push({ text: `${at} ms: ${eventRecordId} to ${name}`, tookMs: Date.now() - timeCreated });
      if (!isThird || !hangs) {
        await pause(answersAfter, signal);
        return DELIVERED;
      }
      if (defect === 'holds the loop') await ledgerLane.run(HOLDS_MS, async () => undefined);
      const hanging = pause(HANGS_MS, signal);
      underway = hanging;
      await hanging;
      return BUSY;
    };
    if (defect !== 'one worker') return NotificationStage.configOf(receiver);
    const deliver: Receiver['deliver'] = (...parameters) => worker.run(0, () => receiver.deliver(...parameters));
    return NotificationStage.configOf({ name, deliver });
  });
  const outbox = inLane(ledgerLane, ledgerMs, ledger.outbox);
  const claim = outbox.claim.bind(outbox);
  const claiming: Partial<Outbox> = {
    claim: async (notifier, ...others) => {
      if (defect === 'holds the claim' && notifier !== 'third') await underway;
      return claim(notifier, ...others);
    },
  };
  const held = new Proxy(outbox, {
    get: (target, name) => Reflect.get(claiming, name) ?? Reflect.get(target, name),
  });
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const dependencies = { ...new NotificationStage().dependencies, ledger, outbox: held, silences: held, clock };
  const service = await withTime(
    NotificationService.open({ notifiers, alertmanagers: [], heartbeats: [] }, dependencies),
  );
  const waitForAll = async (): Promise<void> => {
    for (let pass = 0; pass < passes; pass += 1) {
      await pause(PASS_EVERY_MS, never);
      await ledgerLane.run(ledgerMs, async () => {
        const { revision } = await ledger.state(SHARD);
        const records = recordsOf(pass, Date.now());
        await ledger.commit(SHARD, revision, change({ records, open: [conditionOf(pass)] }));
      });
    }
    while (took.length < 2 * (2 * passes - 1)) await pause(PASS_EVERY_MS, never);
  };
  await withTime(waitForAll());
  await withTime(service.close());
  return took;
}

const timesOf = (events: readonly Attempted[]): readonly string[] => events.map((one) => one.text).sort();
const p99 = (events: readonly Attempted[]): number =>
  percentile(
    events.map(({ tookMs }) => tookMs),
    0.99,
  );

describe('a notifier that never responds', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('does not delay any record for the others by a millisecond, compared to one that responds', async () => {
    const few = { passes: 60, ledgerMs: 0 };
    const answering = timesOf(await notifiedNextTo({ ...few, hangs: false }));
    expect(answering).toHaveLength(2 * (2 * few.passes - 1));
    expect(timesOf(await notifiedNextTo({ ...few, hangs: true }))).toEqual(answering);
  });

  test.each<Defect>(['one worker', 'holds the claim', 'holds the loop'])(
    'would delay them in this case: %s',
    async (defect) => {
      const few = { passes: 40, ledgerMs: 0, defect };
      const answering = timesOf(await notifiedNextTo({ ...few, hangs: false }));
      expect(timesOf(await notifiedNextTo({ ...few, hangs: true }))).not.toEqual(answering);
    },
  );

  test('makes the slowest of a hundred deliveries to the others less than a tenth slower if the ledger is sequential', async () => {
    const [answering, hanging] = [
      p99(await notifiedNextTo({ passes: 100, hangs: false })),
      p99(await notifiedNextTo({ passes: 100, hangs: true })),
    ];
    expect(answering).toBeGreaterThan(2 * QUICKEST_MS);
    expect(hanging).toBeLessThan(answering * 1.1);
  });

  test('would make them far slower with one worker for all', async () => {
    const few = { passes: 20, defect: 'one worker' } as const;
    const [answering, hanging] = [
      p99(await notifiedNextTo({ ...few, hangs: false })),
      p99(await notifiedNextTo({ ...few, hangs: true })),
    ];
    expect(hanging).toBeGreaterThan(answering * 2);
  });
});
