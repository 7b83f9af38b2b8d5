import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { NotificationService } from '../../../src/work/deliver/notification-service.ts';
import { pause } from '../../../src/work/deliver/pause.ts';
import type { Outbox, ReadSilences } from '../../../src/work/ports/outbox.ts';
import { stateDirectories } from '../../adapters/sqlite/state-directories.ts';
import { change, NOON, raised, recordOf, SHARD } from '../../contract/ledger-samples.ts';
import { percentile } from '../../fixtures/percentile.ts';
import { randomFrom } from '../../fixtures/random.ts';
import { BUSY, DELIVERED, Receiver, TellingStage } from './notification-stage.ts';

// What is measured here is waiting, in the time of a clock that the test turns: for the receiver's answer, for the
// deliveries before, and for the ledger, which does one thing after the other. What the machine takes for computing does not
// count, so the figures are the same on a busy one.

const PASS_EVERY_MS = 100;
/** The time of every call of the ledger, ms. */
const LEDGER_MS = 1;
/** A receiver answers after so long, ms: with two records a pass it is busy for three quarters of the time. */
const [QUICKEST_MS, SPREAD_MS] = [12, 52];
/**
 * The time until one that hangs is abandoned, ms: no multiple of the time between scans, so that
 * its attempts begin at any time.
 */
const HANGS_MS = 1217;
/** The time for which a blocking notifier holds the event loop, ms. */
const HOLDS_MS = 50;

const never = new AbortController().signal;
const stateDirectory = stateDirectories();

/** One thing after the other, each after its time. */
class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(ms: number, work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => pause(ms, never)).then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function inLane<T extends Outbox & ReadSilences>(lane: Lane, ms: number, outbox: T): T {
  return new Proxy(outbox, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: readonly unknown[]) => lane.run(ms, async () => Reflect.apply(method, target, parameters));
    },
  });
}

const conditionOf = (pass: number): Condition =>
  raised(`c${pass}`, { facts: { fqdn: `c${pass}.contoso.com` } }).condition;

/** The records of a scan: one condition is raised, and the previous one is cleared. */
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

/** Ways in which a hanging notifier would delay the others, for a check of the test. */
type Fault =
  /** One worker for all notifiers. */
  | 'one worker'
  /** Nobody takes what is due while its attempt is under way. */
  | 'holds the claim'
  /** At the beginning of each of its attempts the process does nothing else for HOLDS_MS. */
  | 'holds the loop';

interface Beside {
  readonly passes: number;
  readonly hangs: boolean;
  /** Default: LEDGER_MS. */
  readonly ledgerMs?: number;
  readonly fault?: Fault;
}

/** A record's way to a receiver: when it was told, of the test's clock, and what it had waited, ms. */
interface Told {
  readonly told: string;
  readonly tookMs: number;
}

/** The deliveries to two responsive notifiers next to a third one, in the order of time. */
async function toldBeside({ passes, hangs, ledgerMs = LEDGER_MS, fault }: Beside): Promise<readonly Told[]> {
  vi.setSystemTime(NOON);
  await using ledger = openLedger(stateDirectory());
  const [ledgerLane, worker] = [new Lane(), new Lane()];
  const begunMs = performance.now();
  const took: Told[] = [];
  let underway: Promise<unknown> = Promise.resolve();
  const told = ['a', 'b', 'third'].map((name, seed) => {
    const chance = randomFrom(seed + 1);
    const receiver = new Receiver(name);
    receiver.answer = async ({ records }, signal) => {
      const answersAfter = QUICKEST_MS + chance.below(SPREAD_MS);
      const isThird = name === 'third';
      const at = performance.now() - begunMs;
      for (const { eventRecordId, timeCreated } of isThird ? [] : records)
        took.push({ told: `${at} ms: ${eventRecordId} to ${name}`, tookMs: Date.now() - timeCreated });
      if (!isThird || !hangs) {
        await pause(answersAfter, signal);
        return DELIVERED;
      }
      if (fault === 'holds the loop') await ledgerLane.run(HOLDS_MS, async () => undefined);
      const hanging = pause(HANGS_MS, signal);
      underway = hanging;
      await hanging;
      return BUSY;
    };
    if (fault !== 'one worker') return TellingStage.told(receiver);
    const deliver: Receiver['deliver'] = (...parameters) => worker.run(0, () => receiver.deliver(...parameters));
    return TellingStage.told({ name, deliver });
  });
  const outbox = inLane(ledgerLane, ledgerMs, ledger.outbox);
  const claim = outbox.claim.bind(outbox);
  const claiming: Partial<Outbox> = {
    claim: async (notifier, ...others) => {
      if (fault === 'holds the claim' && notifier !== 'third') await underway;
      return claim(notifier, ...others);
    },
  };
  const held = new Proxy(outbox, {
    get: (target, name) => Reflect.get(claiming, name) ?? Reflect.get(target, name),
  });
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const means = { ...new TellingStage().means, ledger, outbox: held, silences: held, clock };
  const telling = await withTime(NotificationService.open({ told, shown: [], beaten: [] }, means));
  const toldAll = async (): Promise<void> => {
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
  await withTime(toldAll());
  await withTime(telling.close());
  return took;
}

const timesOf = (told: readonly Told[]): readonly string[] => told.map((one) => one.told).sort();
const p99 = (told: readonly Told[]): number =>
  percentile(
    told.map(({ tookMs }) => tookMs),
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
    const answering = timesOf(await toldBeside({ ...few, hangs: false }));
    expect(answering).toHaveLength(2 * (2 * few.passes - 1));
    expect(timesOf(await toldBeside({ ...few, hangs: true }))).toEqual(answering);
  });

  test.each<Fault>(['one worker', 'holds the claim', 'holds the loop'])(
    'would delay them in this case: %s',
    async (fault) => {
      const few = { passes: 40, ledgerMs: 0, fault };
      const answering = timesOf(await toldBeside({ ...few, hangs: false }));
      expect(timesOf(await toldBeside({ ...few, hangs: true }))).not.toEqual(answering);
    },
  );

  test('makes the slowest of a hundred deliveries to the others less than a tenth slower if the ledger is sequential', async () => {
    const [answering, hanging] = [
      p99(await toldBeside({ passes: 100, hangs: false })),
      p99(await toldBeside({ passes: 100, hangs: true })),
    ];
    expect(answering).toBeGreaterThan(2 * QUICKEST_MS);
    expect(hanging).toBeLessThan(answering * 1.1);
  });

  test('would make them far slower with one worker for all', async () => {
    const few = { passes: 20, fault: 'one worker' } as const;
    const [answering, hanging] = [
      p99(await toldBeside({ ...few, hangs: false })),
      p99(await toldBeside({ ...few, hangs: true })),
    ];
    expect(hanging).toBeGreaterThan(answering * 2);
  });
});
