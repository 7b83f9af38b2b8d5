import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AttemptLimit } from '../../../src/adapters/notify/attempt-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [999, false],
  [1000, true],
])('an attempt with a limit of a second is ended after %i ms: %s', (ms, isEnded) => {
  using limit = new AttemptLimit(1000, new AbortController().signal);
  vi.advanceTimersByTime(ms);
  expect([limit.signal.aborted, limit.isTimedOut]).toEqual([isEnded, isEnded]);
});

test('an aborted attempt is not late, whenever that was', () => {
  const [stop, never] = [new AbortController(), AbortSignal.abort()];
  using limit = new AttemptLimit(1000, stop.signal);
  using other = new AttemptLimit(1000, never);
  expect(limit.signal.aborted).toBe(false);
  stop.abort();
  vi.advanceTimersByTime(2000);
  for (const { signal, isTimedOut } of [limit, other]) expect([signal.aborted, isTimedOut]).toEqual([true, false]);
});

test('an ended attempt leaves no timer and no listener', () => {
  const stop = new AbortController();
  new AttemptLimit(1000, stop.signal)[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
});
