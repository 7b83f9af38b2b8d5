import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { EMPTY_MEMORY } from '../../../src/domain/observation/memory.ts';
import { DAY, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { AlertmanagerSync, type AlertmanagerSyncDependencies } from '../../../src/work/deliver/alertmanager-sync.ts';
import type { LedgerReader } from '../../../src/work/ports/ledger.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { raisedRecord } from '../../contract/alert-samples.ts';
import { NOON, SHARD } from '../../contract/ledger-samples.ts';
import { BUSY, DELIVERED } from './notification-stage.ts';

const never = new AbortController().signal;

/** A log of resolutions only, whose records are created when they are read. */
class Ends {
  /** The number of records in each read. */
  readonly reads: number[] = [];
  /** The number of resolutions in each request to Alertmanager. */
  readonly shown: number[] = [];
  place: number | undefined = 0;
  now = NOON;
  answer: Outcome = DELIVERED;
  readonly #count: number;
  readonly #change: EventRecord['change'];

  constructor(count: number, change: EventRecord['change'] = 'cleared') {
    this.#count = count;
    this.#change = change;
  }

  get dependencies(): AlertmanagerSyncDependencies {
    const record = (eventRecordId: number): EventRecord =>
      raisedRecord({ eventRecordId, change: this.#change, conditionId: `c${eventRecordId}`, timeCreated: NOON });
    const ledger: Pick<LedgerReader, 'state' | 'after' | 'newestRecordId'> = {
      after: async (id, limit) => {
        const length = Math.max(0, Math.min(limit, this.#count - id));
        this.reads.push(length);
        return Array.from({ length }, (_, index) => record(id + 1 + index));
      },
      newestRecordId: async () => this.#count,
      state: async () => ({ revision: 1, open: [], memory: EMPTY_MEMORY, scan: undefined }),
    };
    const alertmanager = {
      name: 'am',
      send: async (_: readonly Condition[], cleared: readonly EventRecord[]): Promise<Outcome> => {
        this.shown.push(cleared.length);
        return this.answer;
      },
    };
    return {
      alertmanager,
      ledger,
      match: {},
      holdForMs: 0,
      intervalMs: MINUTE,
      timeoutMs: 30 * SECOND,
      outbox: {
        position: async () => this.place,
        storeRouted: async (_, place) => {
          this.place = place;
          return true;
        },
      },
      shard: SHARD,
      clock: { now: () => this.now, monotonicMs: () => this.now },
      recordOutcome: async () => undefined,
      diagnostics: { note: () => undefined },
    };
  }
}

describe('a large number of resolved alerts', () => {
  test('is sent in parts, one right after the other, each alert once', async () => {
    const ends = new Ends(5050);
    const mirroring = new AlertmanagerSync(ends.dependencies);
    const rests: number[] = [];
    for (let showing = 0; showing < 6; showing += 1) rests.push(await mirroring.sync(never));
    expect(ends.shown).toEqual([1000, 1000, 1000, 1000, 1000, 50]);
    expect(rests).toEqual([0, 0, 0, 0, 0, MINUTE]);
    expect(ends.place).toBe(5050);
  });

  test('that cannot be sent is read once, and not beyond the size of one request', async () => {
    const ends = new Ends(50_000);
    ends.answer = BUSY;
    const mirroring = new AlertmanagerSync(ends.dependencies);
    for (let showing = 0; showing < 5; showing += 1) expect(await mirroring.sync(never)).toBeGreaterThan(0);
    expect(ends.reads.reduce((sum, read) => sum + read)).toBe(1000);
    expect(ends.shown).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(ends.place).toBe(0);
  });

  test('yields to the event loop while the log is read', async () => {
    const ends = new Ends(50_000, 'raised');
    const mirroring = new AlertmanagerSync(ends.dependencies);
    let [turns, isRead] = [0, false];
    const count = (): void => {
      turns += 1;
      if (!isRead) setImmediate(count);
    };
    setImmediate(count);
    await mirroring.sync(never);
    isRead = true;
    expect(Math.max(...ends.reads)).toBeLessThanOrEqual(100);
    expect(turns).toBeGreaterThanOrEqual(ends.reads.length - 1);
  });

  test('that became too old meanwhile is skipped', async () => {
    const ends = new Ends(5050);
    ends.answer = BUSY;
    const mirroring = new AlertmanagerSync(ends.dependencies);
    await mirroring.sync(never);
    ends.now += 2 * DAY + 1;
    await mirroring.sync(never);
    expect(ends.shown).toEqual([1000, 0]);
    expect(ends.place).toBe(5050);
  });

  test('is not sent once the synchronization is aborted', async () => {
    const ends = new Ends(5050);
    await new AlertmanagerSync(ends.dependencies).sync(AbortSignal.abort());
    expect([ends.shown, ends.place]).toEqual([[], 0]);
  });
});

test('a request ends at once if the synchronization was aborted while the open conditions were read', async () => {
  const { dependencies } = new Ends(0);
  const shutdown = new AbortController();
  const ledger: AlertmanagerSyncDependencies['ledger'] = {
    ...dependencies.ledger,
    state: async (shard) => {
      shutdown.abort();
      return dependencies.ledger.state(shard);
    },
  };
  const wereAborted: boolean[] = [];
  const alertmanager: AlertmanagerSyncDependencies['alertmanager'] = {
    name: 'am',
    send: async (_open, _cleared, signal) => {
      wereAborted.push(signal.aborted);
      return BUSY;
    },
  };
  await new AlertmanagerSync({ ...dependencies, ledger, alertmanager }).sync(shutdown.signal);
  expect(wereAborted).toEqual([true]);
});

describe('the time limit of a synchronization', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["has the client's own, more exact reason", 30 * SECOND, 'timed_out'],
    ['ends a client that exceeds it', 60 * SECOND, 'connection_lost'],
  ] as const)('%s', async (_, ownMs, reason) => {
    const noted: Outcome[] = [];
    const { dependencies } = new Ends(0);
    const show = (_open: unknown, _cleared: unknown, signal: AbortSignal): Promise<Outcome> =>
      new Promise((resolve) => {
        const end = (why: 'timed_out' | 'connection_lost') => () => resolve({ ...BUSY, reason: why } as Outcome);
        setTimeout(end('timed_out'), ownMs);
        signal.addEventListener('abort', end('connection_lost'));
      });
    const mirroring = new AlertmanagerSync({
      ...dependencies,
      alertmanager: { name: 'am', send: show },
      recordOutcome: async (_startedAt, outcome) => void noted.push(outcome),
    });
    const shown = mirroring.sync(never);
    // The log is read first.
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(40 * SECOND);
    await shown;
    expect(noted).toMatchObject([{ reason }]);
  });
});

test('the position in the log moves past records without a resolution, even if all requests fail', async () => {
  const ends = new Ends(250, 'raised');
  ends.answer = BUSY;
  await new AlertmanagerSync(ends.dependencies).sync(never);
  expect(ends.place).toBe(250);
});

test('the position in the log is stored before the first request, so that every resolution of a sent alert comes after it', async () => {
  const ends = new Ends(7, 'raised');
  ends.place = undefined;
  const { alertmanager, ...dependencies } = ends.dependencies;
  const places: unknown[] = [];
  const show: typeof alertmanager.send = async (...shown) => {
    places.push(ends.place);
    return alertmanager.send(...shown);
  };
  await new AlertmanagerSync({ ...dependencies, alertmanager: { name: alertmanager.name, send: show } }).sync(never);
  expect(places).toEqual([7]);
});

describe('a hold time', () => {
  const condition = (conditionId: string, raisedAt: number): Condition => ({
    conditionId,
    eventId: 12014,
    subject: conditionId,
    needs: ['store:My'],
    urgency: 0,
    level: 'Error',
    raisedAt,
    notifiedAt: raisedAt,
    parameters: [],
    facts: {},
    remedy: [],
  });

  test('leaves out a condition until it has been open for that time, and sends it then without waiting for the interval', async () => {
    const sent: (readonly string[])[] = [];
    const ends = new Ends(0);
    const open = [condition('young', NOON - 50 * SECOND), condition('old', NOON - MINUTE)];
    const mirroring = new AlertmanagerSync({
      ...ends.dependencies,
      holdForMs: MINUTE,
      ledger: {
        ...ends.dependencies.ledger,
        state: async () => ({ revision: 1, open, memory: EMPTY_MEMORY, scan: undefined }),
      },
      alertmanager: {
        name: 'am',
        send: async (shown) => {
          sent.push(shown.map(({ conditionId }) => conditionId));
          return DELIVERED;
        },
      },
    });
    expect(await mirroring.sync(never)).toBe(10 * SECOND);
    ends.now += 10 * SECOND;
    expect(await mirroring.sync(never)).toBe(MINUTE);
    expect(sent).toEqual([['old'], ['young', 'old']]);
  });

  test.each([
    [59_999, 0],
    [60_000, 1],
  ])('a condition that was cleared after %i ms is sent as resolved %i times', async (lasted, expected) => {
    const ends = new Ends(0);
    const evidence = { scope: 'store:My' as const, at: NOON, reason: 'observed' as const };
    const cleared = { eventId: 12014, raisedAt: NOON - lasted, level: 'Error' as const, evidence };
    const record = raisedRecord({
      eventRecordId: 1,
      change: 'cleared',
      conditionId: 'c1',
      timeCreated: NOON,
      facts: { cleared },
    });
    const after = async (id: number): Promise<readonly EventRecord[]> => (id < 1 ? [record] : []);
    const mirroring = new AlertmanagerSync({
      ...ends.dependencies,
      holdForMs: MINUTE,
      ledger: { ...ends.dependencies.ledger, after },
    });
    await mirroring.sync(never);
    expect(ends.shown).toEqual([expected]);
  });
});
