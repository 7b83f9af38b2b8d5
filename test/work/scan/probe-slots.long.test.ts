import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProbeLane } from '../../../src/work/scan/lane-capacity.ts';
import { ProbeSlots } from '../../../src/work/scan/probe-slots.ts';

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
      for (let lane = first; ; lane = 'failing') {
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
    crowd.silence('failing', 10_000);
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
      crowd.silence('failing', 60_000);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(await crowd.asked('failing', 0)).toBeLessThanOrEqual(most);
    },
  );
});
