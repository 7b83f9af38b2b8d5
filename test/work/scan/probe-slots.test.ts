import { describe, expect, it, vi } from 'vitest';
import type { ProbeLane } from '../../../src/work/scan/lane-capacity.ts';
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
    for (const who of ['s1', 's2', 's3']) await room.ask(who, 'failing');
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
    await room.ask('s', 'failing');
    await room.ask('e');
    expect(room.inside).toEqual(['a', 'b', 'c', 'd']);
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c', 'd', 's']);
  });

  it('of slow servers are given to others, until the limit of slow servers is reached', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const room = new Room(4);
      for (let at = 0; at < 510; at++) await room.ask(`s${at}`, 'failing');
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
    await room.ask('s', 'failing');
    expect(room.inside).toEqual(['s']);
  });

  it('follow a change of their number', async () => {
    const room = new Room(1);
    for (const who of ['a', 'b', 'c']) await room.ask(who);
    room.slots.limits = { maxConcurrent: 2, hostIntervalMs: 0 };
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
      for (let at = 0; at < 300; at++) await room.ask(`s${at}`, 'failing', 'host');
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
    await room.ask('after', 'answering', 'host');
    await room.ask('b');
    await room.ask('c');
    await room.ask('s', 'failing');
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
