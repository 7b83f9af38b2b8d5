import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScanScope } from '../../../src/work/ports/stores.ts';
import { ScanTriggers, SETTLING } from '../../../src/work/scan/scan-triggers.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * The times of the triggered scans, ms from the beginning, with hints and orders at given times.
 */
class Watch {
  readonly triggers: ScanTriggers = new ScanTriggers();
  readonly due: number[] = [];
  readonly scopes: ScanScope[] = [];
  readonly #ending = new AbortController();
  readonly ended: Promise<void>;

  /** @param passMs the duration of each scan */
  constructor(passMs = 0) {
    this.ended = this.#run(passMs);
  }

  async #run(passMs: number): Promise<void> {
    for (;;) {
      if (!(await this.triggers.next(this.#ending.signal))) return;
      this.due.push(performance.now());
      this.scopes.push(this.triggers.takeScope());
      if (passMs > 0) await new Promise((resolve) => setTimeout(resolve, passMs));
    }
  }

  async at(ms: number, ...what: readonly ('hint' | 'news' | 'order' | 'end')[]): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms - performance.now());
    for (const each of what) {
      if (each === 'hint') this.triggers.hint(performance.now());
      else if (each === 'news') {
        this.triggers.requireFullScan();
        this.triggers.hint(performance.now());
      } else if (each === 'order') this.triggers.requestScan();
      else this.#ending.abort();
    }
    await vi.advanceTimersByTimeAsync(0);
  }
}

test('a changed file is judged after 2 s without a change, and after 10 s at most', () => {
  expect(SETTLING).toEqual({ quietMs: 2000, maxDelayMs: 10_000 });
});

describe('hints', () => {
  test('trigger a scan 2 s after the last of them', async () => {
    const watch = new Watch();
    await watch.at(0, 'hint');
    await watch.at(1999, 'hint');
    await watch.at(3998);
    expect(watch.due).toEqual([]);
    await watch.at(3999);
    expect(watch.due).toEqual([3999]);
    await watch.at(60_000);
    expect(watch.due).toEqual([3999]);
  });

  test('without an end trigger one every 10 s', async () => {
    const watch = new Watch();
    for (let ms = 0; ms < 25_000; ms += 500) await watch.at(ms, 'hint');
    expect(watch.due).toEqual([10_000, 20_000]);
    await watch.at(60_000);
    expect(watch.due).toEqual([10_000, 20_000, 26_500]);
  });

  test('start the 10 s again after a scan', async () => {
    const watch = new Watch();
    await watch.at(0, 'hint');
    await watch.at(2000);
    for (let ms = 9000; ms < 18_500; ms += 1000) await watch.at(ms, 'hint');
    expect(watch.due).toEqual([2000]);
    await watch.at(20_000);
    expect(watch.due).toEqual([2000, 19_000]);
  });

  test('cause a full scan if one of them requires it, and a scan of changes otherwise', async () => {
    const watch = new Watch();
    await watch.at(0, 'news', 'hint');
    await watch.at(5000, 'hint');
    await watch.at(60_000);
    expect([watch.due, watch.scopes]).toEqual([
      [2000, 7000],
      ['full', 'changed'],
    ]);
  });

  test('that require a full scan widen a scan that starts before they have settled', async () => {
    const watch = new Watch(3000);
    await watch.at(0, 'hint');
    await watch.at(2500, 'hint');
    await watch.at(4900, 'news');
    await watch.at(60_000);
    expect([watch.due, watch.scopes]).toEqual([
      [2000, 5000, 8000],
      ['changed', 'full', 'changed'],
    ]);
  });

  test('that arrived before a request are covered by it', async () => {
    const watch = new Watch();
    await watch.at(0, 'hint');
    await watch.at(500, 'order');
    await watch.at(60_000);
    expect(watch.due).toEqual([500]);
  });

  test('that arrive during a scan trigger one more when they have settled', async () => {
    const watch = new Watch(5000);
    await watch.at(0, 'order');
    await watch.at(1000, 'hint');
    await watch.at(1500, 'hint');
    await watch.at(60_000);
    expect(watch.due).toEqual([0, 5000]);
  });

  test('that arrive at the end of a scan settle after it', async () => {
    const watch = new Watch(5000);
    await watch.at(0, 'order');
    await watch.at(4900, 'hint');
    await watch.at(60_000);
    expect(watch.due).toEqual([0, 6900]);
  });
});

describe('requests', () => {
  test('trigger a scan at once', async () => {
    const watch = new Watch();
    await watch.at(100, 'order');
    expect(watch.due).toEqual([100]);
  });

  test('that are made before the loop waits are not lost, and many are one', async () => {
    const triggers = new ScanTriggers();
    for (let count = 0; count < 5; count += 1) triggers.requestScan();
    const signal = new AbortController().signal;
    expect([await triggers.next(signal), triggers.takeScope()]).toEqual([true, 'full']);
    const second = triggers.next(signal);
    triggers.requestScan();
    expect([await second, triggers.takeScope()]).toEqual([true, 'full']);
  });

  test('that arrive during a scan trigger one more, not many, and no two scans run at once', async () => {
    const watch = new Watch(1000);
    await watch.at(0, 'order');
    for (const ms of [100, 200, 300, 900]) await watch.at(ms, 'order');
    await watch.at(60_000);
    expect(watch.due).toEqual([0, 1000]);
  });
});

describe('a scan of changes', () => {
  const signal = new AbortController().signal;

  test('covers the hints, if it has no other trigger', async () => {
    vi.useFakeTimers();
    try {
      const triggers = new ScanTriggers();
      triggers.hint(0);
      vi.advanceTimersByTime(SETTLING.quietMs);
      expect([await triggers.next(signal), triggers.takeScope()]).toEqual([true, 'changed']);
      triggers.hint(0);
      vi.advanceTimersByTime(SETTLING.quietMs);
      triggers.requestScan();
      expect([await triggers.next(signal), triggers.takeScope()]).toEqual([true, 'full']);
      triggers.requestScan();
      triggers.hint(0);
      vi.advanceTimersByTime(SETTLING.quietMs);
      expect([await triggers.next(signal), triggers.takeScope()]).toEqual([true, 'full']);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a probe has news after a scan was due, and before it begins: the scan is full', async () => {
  const triggers = new ScanTriggers();
  triggers.hint(0);
  await vi.advanceTimersByTimeAsync(SETTLING.quietMs);
  expect(await triggers.next(new AbortController().signal)).toBe(true);
  triggers.requireFullScan();
  expect(triggers.takeScope()).toBe('full');
  expect(triggers.takeScope()).toBe('changed');
});

describe('the abort', () => {
  test('takes effect at once while waiting', async () => {
    const watch = new Watch();
    await watch.at(0, 'end');
    await watch.ended;
    await watch.at(100, 'order');
    expect(watch.due).toEqual([]);
  });

  test('takes precedence over a request that is due', async () => {
    const triggers = new ScanTriggers();
    triggers.requestScan();
    expect(await triggers.next(AbortSignal.abort())).toBe(false);
  });

  test('takes effect after the scan in progress', async () => {
    const watch = new Watch(1000);
    await watch.at(0, 'order');
    await watch.at(500, 'order', 'end');
    await watch.at(1000);
    await watch.ended;
    expect(watch.due).toEqual([0]);
  });
});
