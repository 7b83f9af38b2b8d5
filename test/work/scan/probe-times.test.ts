import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { confirmationDelay, firstDelay, regularDelay, retryDelay } from '../../../src/work/scan/probe-times.ts';

const EVERY = 15 * MINUTE;
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `Client MAIL${at}`);

/** Returns the number of probes in each of equal parts of the interval. */
function spread(delays: readonly number[], parts: number, within: number): readonly number[] {
  const counts = new Array<number>(parts).fill(0);
  for (const delay of delays)
    counts[Math.floor((delay / within) * parts)] = (counts[Math.floor((delay / within) * parts)] ?? 0) + 1;
  return counts;
}

describe('the first probe', () => {
  it('of a few connectors is made within seconds', () => {
    for (const name of names(5)) expect(firstDelay(name, 5, EVERY)).toBeLessThan(2.5 * SECOND);
  });

  it('of ten thousand is spread evenly over the interval', () => {
    const delays = names(10_000).map((name) => firstDelay(name, 10_000, EVERY));
    for (const count of spread(delays, 60, EVERY)) expect(Math.abs(count - 10_000 / 60)).toBeLessThan(60);
  });
});

describe('the next probe', () => {
  it('is at the same point of every interval, whenever the last one was made', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(10 * DAY), fc.integer({ min: 10 * SECOND, max: DAY }), (name, elapsed, every) => {
        const delay = regularDelay(name, elapsed, every);
        expect(delay).toBeGreaterThanOrEqual(every / 10);
        expect(delay).toBeLessThan(1.1 * every);
        const moment = (elapsed + delay) % every;
        const again = (elapsed + delay + regularDelay(name, elapsed + delay, every)) % every;
        // The beginning and the end of the interval are the same moment.
        const apart = Math.abs(again - moment);
        expect(Math.min(apart, every - apart)).toBeLessThan(1e-3);
      }),
    );
  });

  it('of ten thousand is spread evenly over the interval', () => {
    const delays = names(10_000).map((name) => regularDelay(name, 0, EVERY) % EVERY);
    for (const count of spread(delays, 60, EVERY)) expect(Math.abs(count - 10_000 / 60)).toBeLessThan(60);
  });
});

describe('the probe after a failed one', () => {
  it.each([
    [0, EVERY, 10 * SECOND],
    [100 * SECOND, EVERY, 10 * SECOND],
    [10 * MINUTE, EVERY, MINUTE],
    [HOUR, EVERY, 6 * MINUTE],
    [150 * MINUTE, EVERY, EVERY],
    [30 * DAY, EVERY, EVERY],
    [0, 20 * SECOND, 10 * SECOND],
    [0, 5 * SECOND, 5 * SECOND],
    [HOUR, 20 * SECOND, 20 * SECOND],
    [HOUR, MINUTE, MINUTE],
  ])('when the failure has lasted %i ms, each %i ms: in %i ms', (lasting, every, delay) => {
    expect(retryDelay(lasting, 1, every)).toBe(delay);
  });

  it('is later while many servers have a problem: 100 are probed per second', () => {
    expect(retryDelay(0, 3000, EVERY)).toBe(30 * SECOND);
    expect(retryDelay(0, 1_000_000, EVERY)).toBe(EVERY);
  });

  it.each([
    [EVERY, MINUTE],
    [MINUTE, MINUTE],
    [20 * SECOND, 20 * SECOND],
  ])('before the failure is reported, each %i ms: in %i ms, so that a restart is no failure', (every, delay) => {
    expect(confirmationDelay(every)).toBe(delay);
  });
});
