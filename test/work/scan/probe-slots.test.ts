import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProbeLane } from '../../../src/work/scan/lane-room.ts';
import { type ProbeSlot, ProbeSlots } from '../../../src/work/scan/probe-slots.ts';
import { yieldToEventLoop } from '../../../src/work/scan/yield-to-event-loop.ts';

/** Probe slots and their named holders, which release them on request. */
class Room {
  readonly ending: AbortController = new AbortController();
  readonly slots: ProbeSlots;
  readonly inside: string[] = [];
  readonly #held: Map<string, ProbeSlot> = new Map();
  readonly asked: Promise<void>[] = [];

  constructor(maxConcurrent: number, hostIntervalMs = 0) {
    this.slots = new ProbeSlots({ maxConcurrent, hostIntervalMs }, this.ending.signal);
  }

  async ask(who: string, lane: ProbeLane = 'answering', host?: string): Promise<void> {
    this.asked.push(
      this.slots.take(host, lane).then((slot) => {
        this.#held.set(who, slot);
        this.inside.push(who);
      }),
    );
    await yieldToEventLoop();
  }

  async leave(who: string): Promise<void> {
    this.#held.get(who)?.[Symbol.dispose]();
    this.inside.splice(this.inside.indexOf(who), 1);
    await yieldToEventLoop();
  }

  signalOf(who: string): AbortSignal | undefined {
    return this.#held.get(who)?.signal;
  }
}

describe('the slots for connections', () => {
  it('are limited, and are given to the probe that has waited longest', async () => {
    const room = new Room(2);
    for (const who of ['a', 'b', 'c', 'd']) await room.ask(who);
    expect(room.inside).toEqual(['a', 'b']);
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c']);
    await room.leave('b');
    await room.leave('c');
    expect(room.inside).toEqual(['d']);
  });

  it('are never all held by servers that do not respond, nor by unknown ones', async () => {
    const room = new Room(4);
    for (const who of ['s1', 's2', 's3']) await room.ask(who, 'doubtful');
    expect(room.inside).toEqual(['s1', 's2']);
    for (const who of ['n1', 'n2']) await room.ask(who, 'new');
    expect(room.inside).toEqual(['s1', 's2', 'n1']);
    for (const who of ['a', 'b']) await room.ask(who);
    expect(room.inside).toEqual(['s1', 's2', 'n1', 'a']);
    await room.leave('a');
    expect(room.inside).toEqual(['s1', 's2', 'n1', 'b']);
    await room.leave('n1');
    expect(room.inside).toEqual(['s1', 's2', 'b', 'n2']);
    await room.leave('s1');
    expect(room.inside).toEqual(['s2', 'b', 'n2', 's3']);
  });

  it('may all be held by servers that respond, and the others get theirs in turn', async () => {
    const room = new Room(4);
    for (const who of ['a', 'b', 'c', 'd']) await room.ask(who);
    await room.ask('s', 'doubtful');
    await room.ask('e');
    expect(room.inside).toEqual(['a', 'b', 'c', 'd']);
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c', 'd', 's']);
  });

  it('of slow servers are given to others, until the limit of slow servers is reached', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const room = new Room(4);
      for (let at = 0; at < 510; at++) await room.ask(`s${at}`, 'doubtful');
      expect(room.inside).toHaveLength(2);
      await vi.advanceTimersByTimeAsync(249);
      expect(room.inside).toHaveLength(2);
      for (let rounds = 0; rounds < 260; rounds++) await vi.advanceTimersByTimeAsync(250);
      expect(room.inside).toHaveLength(502);
      // They leave slots for new servers as well.
      for (let at = 0; at < 260; at++) await room.ask(`n${at}`, 'new');
      for (let rounds = 0; rounds < 260; rounds++) await vi.advanceTimersByTimeAsync(250);
      expect(room.inside.filter((who) => who.startsWith('n'))).toHaveLength(251);
      await room.ask('a');
      expect(room.inside.at(-1)).toBe('a');
      await room.leave('s0');
      expect(room.inside.at(-1)).toBe('s502');
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([1, 2, 3])('number %i: unresponsive servers get one too', async (maxConcurrent) => {
    const room = new Room(maxConcurrent);
    await room.ask('s', 'doubtful');
    expect(room.inside).toEqual(['s']);
  });

  it('follow a change of their number', async () => {
    const room = new Room(1);
    for (const who of ['a', 'b', 'c']) await room.ask(who);
    room.slots.pace = { maxConcurrent: 2, hostIntervalMs: 0 };
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c']);
  });

  it('for one host start one after the other, at least the host interval apart, in the order of the requests', async () => {
    vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const room = new Room(10, 20);
    const begun: [string, number][] = [];
    const one = async (who: string, host: string): Promise<void> => {
      using _slot = await room.slots.take(host, 'answering');
      begun.push([who, performance.now()]);
    };
    const all = Promise.all([one('a1', 'a'), one('a2', 'a'), one('b1', 'b'), one('a3', 'a'), one('b2', 'b')]);
    await vi.advanceTimersByTimeAsync(100);
    await all;
    vi.useRealTimers();
    expect(Object.fromEntries(begun)).toEqual({ a1: 0, b1: 0, a2: 20, b2: 20, a3: 40 });
    expect(begun.slice(0, 2).map(([who]) => who)).toEqual(['a1', 'b1']);
  });

  it('for a host that waits do not delay another host', async () => {
    const room = new Room(1, 1);
    await room.ask('a', 'answering', 'a');
    await room.ask('b', 'answering', 'b');
    await room.ask('c', 'answering', 'c');
    await room.leave('a');
    await room.leave('b');
    expect(room.inside).toEqual(['c']);
  });

  it('for one host alternate between kinds: many unresponsive servers do not delay responsive or new ones', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const room = new Room(32, 100);
      for (let at = 0; at < 300; at++) await room.ask(`s${at}`, 'doubtful', 'host');
      for (let at = 0; at < 10; at++) {
        await room.ask(`n${at}`, 'new', 'host');
        await room.ask(`a${at}`, 'answering', 'host');
      }
      expect(room.inside).toEqual(['s0']);
      await vi.advanceTimersByTimeAsync(3000);
      const begunOf = (kind: string): number => room.inside.filter((who) => who.startsWith(kind)).length;
      expect([begunOf('n'), begunOf('a'), begunOf('s')]).toEqual([10, 10, 11]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are given to no probe after an abort: waiting probes are rejected, and running ones are aborted', async () => {
    const room = new Room(2, 60_000);
    await room.ask('a', 'answering', 'host');
    await room.ask('behind', 'answering', 'host');
    await room.ask('b');
    await room.ask('c');
    await room.ask('s', 'doubtful');
    expect(room.inside).toEqual(['a', 'b']);
    const reason = new Error('over');
    room.ending.abort(reason);
    const ends = await Promise.allSettled(room.asked);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected']);
    expect(room.signalOf('a')?.reason).toBe(reason);
    await expect(room.slots.take(undefined, 'answering')).rejects.toBe(reason);
    expect(room.inside).toEqual(['a', 'b']);
  });
});

describe('two thousand unresponsive servers', () => {
  const TIMEOUT = 10_000;
  const COUNT = 2000;

  beforeEach(() => {
    vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    awaited.clear();
    setTimeout(tick, TICK);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Awaited calls, by the tick of their end. Thousands of separate timers would take minutes. */
  const TICK = 20;
  const awaited = new Map<number, (() => void)[]>();
  const later = async (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const tick = Math.floor(performance.now() / TICK) + Math.max(1, Math.ceil(ms / TICK));
      awaited.set(tick, [...(awaited.get(tick) ?? []), resolve]);
    });
  const tick = (): void => {
    const now = performance.now() / TICK;
    for (const resolve of awaited.get(now) ?? []) resolve();
    awaited.delete(now);
    setTimeout(tick, TICK);
  };

  /**
   * Twenty servers at one address next to 2000 unresponsive ones, which are probed again after each
   * failure.
   */
  class Crowd {
    readonly slots: ProbeSlots = new ProbeSlots(
      { maxConcurrent: 32, hostIntervalMs: 100 },
      new AbortController().signal,
    );
    readonly #retryMs: number;
    readonly #isSame: boolean;

    constructor(where: string, retryMs: number) {
      this.#isSame = where === 'the same address';
      this.#retryMs = retryMs;
    }

    /**
     * Adds the unresponsive servers.
     * @param withinMs their first probes are spread over this time
     */
    silence(lane: ProbeLane, withinMs: number): void {
      for (let at = 0; at < COUNT; at++) void this.#silent(at, lane, withinMs);
    }

    async #silent(at: number, first: ProbeLane, withinMs: number): Promise<void> {
      await later((withinMs * at) / COUNT);
      for (let lane = first; ; lane = 'doubtful') {
        {
          using _slot = await this.slots.take(this.#isSame ? '127.0.0.1' : `10.0.${at >> 8}.${at & 255}`, lane);
          await later(TIMEOUT);
        }
        await later(this.#retryMs);
      }
    }

    /**
     * Requests a slot for each of the twenty servers, spread over this time. Returns the longest
     * wait, ms.
     */
    async asked(lane: ProbeLane, withinMs: number): Promise<number> {
      const waited: number[] = [];
      const one = async (at: number): Promise<void> => {
        await later((withinMs * at) / 20);
        const before = performance.now();
        using _slot = await this.slots.take('127.0.0.1', lane);
        waited.push(performance.now() - before);
        await later(20);
      };
      const all = Promise.all(Array.from({ length: 20 }, (_, at) => one(at)));
      await vi.advanceTimersByTimeAsync(withinMs + 60_000);
      expect(waited.length, 'of twenty').toBe(20);
      await all;
      return Math.max(...waited);
    }
  }

  const USUAL = 60_000;
  const AT_ONCE = 1;

  it.each([
    ['other addresses', 'asked again after a minute', USUAL],
    ['other addresses', 'asked all the time', AT_ONCE],
    ['the same address', 'asked again after a minute', USUAL],
    ['the same address', 'asked all the time', AT_ONCE],
  ])('that are known as such, at %s, %s, delay neither new servers nor responsive ones', async (where, _, retryMs) => {
    const crowd = new Crowd(where, retryMs);
    crowd.silence('doubtful', 10_000);
    await vi.advanceTimersByTimeAsync(70_000);
    // Twenty probes take 2 s at their host interval. Unresponsive servers at the same address take
    // every other turn.
    const most = where === 'the same address' ? 4_000 : 2_000;
    expect(await crowd.asked('new', 0)).toBeLessThanOrEqual(most);
    expect(await crowd.asked('answering', 0)).toBeLessThanOrEqual(most);
  });

  it.each([
    ['other addresses', 'fifteen minutes', 900_000, USUAL, 250],
    ['the same address', 'fifteen minutes', 900_000, USUAL, 500],
    // No server is known before its first probe, so that the 2000 are probed at the same time, up
    // to the limit.
    ['other addresses', 'ten seconds', 10_000, AT_ONCE, 30_000],
  ])(
    'that are new at %s, within %s, hardly delay those that start with them',
    async (where, _, within, retryMs, most) => {
      const crowd = new Crowd(where, retryMs);
      crowd.silence('new', within);
      expect(await crowd.asked('new', within)).toBeLessThanOrEqual(most);
    },
  );

  it.each([
    ['asked again after a minute', USUAL, 10_000],
    // Each of them is probed once before.
    ['asked all the time', AT_ONCE, 45_000],
  ])(
    'at other addresses, %s, leave slots for those that failed as well and respond again',
    async (_, retryMs, most) => {
      const crowd = new Crowd('other addresses', retryMs);
      crowd.silence('doubtful', 60_000);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(await crowd.asked('doubtful', 0)).toBeLessThanOrEqual(most);
    },
  );
});
