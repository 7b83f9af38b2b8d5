import { describe, expect, it, vi } from 'vitest';
import { type ProbeLane, type ProbeSlot, ProbeSlots } from '../../../src/work/watch/probe-slots.ts';
import { turn } from '../../../src/work/watch/turn.ts';

/** Slots, and who holds one: whoever asked is named, and lets go when told to. */
class Room {
  readonly ending: AbortController = new AbortController();
  readonly slots: ProbeSlots;
  readonly inside: string[] = [];
  readonly #held: Map<string, ProbeSlot> = new Map();
  readonly asked: Promise<void>[] = [];

  constructor(inFlight: number, spacingMs = 0) {
    this.slots = new ProbeSlots({ inFlight, spacingMs }, this.ending.signal);
  }

  async ask(who: string, lane: ProbeLane = 'answering', host?: string): Promise<void> {
    this.asked.push(
      this.slots.take(host, lane).then((slot) => {
        this.#held.set(who, slot);
        this.inside.push(who);
      }),
    );
    await turn();
  }

  async leave(who: string): Promise<void> {
    this.#held.get(who)?.[Symbol.dispose]();
    this.inside.splice(this.inside.indexOf(who), 1);
    await turn();
  }

  signalOf(who: string): AbortSignal | undefined {
    return this.#held.get(who)?.signal;
  }
}

describe('slots for conversations', () => {
  it('are no more than there are, and go to whoever has waited longest', async () => {
    const room = new Room(2);
    for (const who of ['a', 'b', 'c', 'd']) await room.ask(who);
    expect(room.inside).toEqual(['a', 'b']);
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c']);
    await room.leave('b');
    await room.leave('c');
    expect(room.inside).toEqual(['d']);
  });

  it('are never all held by servers that do not answer', async () => {
    const room = new Room(4);
    for (const who of ['s1', 's2', 's3', 's4', 's5']) await room.ask(who, 'doubtful');
    expect(room.inside).toEqual(['s1', 's2', 's3']);
    await room.ask('a');
    expect(room.inside).toEqual(['s1', 's2', 's3', 'a']);
    await room.ask('b');
    await room.leave('a');
    expect(room.inside).toEqual(['s1', 's2', 's3', 'b']);
    await room.leave('s1');
    expect(room.inside).toEqual(['s2', 's3', 'b', 's4']);
  });

  it('may all be held by servers that answer, and the others get theirs in turn', async () => {
    const room = new Room(4);
    for (const who of ['a', 'b', 'c', 'd']) await room.ask(who);
    await room.ask('s', 'doubtful');
    await room.ask('e');
    expect(room.inside).toEqual(['a', 'b', 'c', 'd']);
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c', 'd', 's']);
  });

  it('of servers that are slow are given to others, until there is no room to wait aside', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const room = new Room(4);
      for (let at = 0; at < 510; at++) await room.ask(`s${at}`, 'doubtful');
      expect(room.inside).toHaveLength(3);
      await vi.advanceTimersByTimeAsync(249);
      expect(room.inside).toHaveLength(3);
      for (let rounds = 0; rounds < 250; rounds++) await vi.advanceTimersByTimeAsync(250);
      expect(room.inside).toHaveLength(503);
      await room.ask('a');
      expect(room.inside.at(-1)).toBe('a');
      await room.leave('s0');
      expect(room.inside.at(-1)).toBe('s503');
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([1, 2, 3])('where there are %i, silent servers come to one too', async (inFlight) => {
    const room = new Room(inFlight);
    await room.ask('s', 'doubtful');
    expect(room.inside).toEqual(['s']);
  });

  it('follow a change of how many there may be', async () => {
    const room = new Room(1);
    for (const who of ['a', 'b', 'c']) await room.ask(who);
    room.slots.pace = { inFlight: 2, spacingMs: 0 };
    await room.leave('a');
    expect(room.inside).toEqual(['b', 'c']);
  });

  it('with one host begin one after the other, no closer than the spacing, in the order in which they were asked for', async () => {
    const room = new Room(10, 20);
    const begun: [string, number][] = [];
    const one = async (who: string, host: string): Promise<void> => {
      using _slot = await room.slots.take(host, 'answering');
      begun.push([who, performance.now()]);
    };
    const started = performance.now();
    await Promise.all([one('a1', 'a'), one('a2', 'a'), one('b1', 'b'), one('a3', 'a'), one('b2', 'b')]);
    const at = (who: string): number => begun.find(([name]) => name === who)?.[1] ?? Number.NaN;
    expect(begun.map(([who]) => who).filter((who) => who.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    // Who has begun says so before the time is taken here.
    for (const [first, second] of [
      ['a1', 'a2'],
      ['a2', 'a3'],
      ['b1', 'b2'],
    ] as const) {
      expect(at(second) - at(first)).toBeGreaterThanOrEqual(12);
    }
    expect(at('a3') - started).toBeGreaterThanOrEqual(30);
    expect(begun.slice(0, 2).map(([who]) => who)).toEqual(['a1', 'b1']);
  });

  it('with a host that waits for a slot keep no other host waiting', async () => {
    const room = new Room(1, 1);
    await room.ask('a', 'answering', 'a');
    await room.ask('b', 'answering', 'b');
    await room.ask('c', 'answering', 'c');
    await room.leave('a');
    await room.leave('b');
    expect(room.inside).toEqual(['c']);
  });

  it('are given to nobody any more once it is called off: who waits is let go, who speaks is told', async () => {
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
