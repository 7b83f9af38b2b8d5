import { describe, expect, test } from 'vitest';
import { type Random, randomFrom } from '../fixtures/random.ts';
import { ratioOf, type Stretch, verdictOf } from './delay-ratio.ts';

const BOUND = 1.1;

/**
 * Returns periods with 80 deliveries per side. Most are fast; every other period has a delay on
 * both sides.
 */
function stretchesOf(count: number, slower: number, dice: Random): readonly Stretch[] {
  return Array.from({ length: count }, (_, index) => {
    const jam = index % 2 === 0 ? 20 : 0;
    const side = (factor: number): readonly number[] =>
      Array.from({ length: 80 }, () => {
        const isSlow = dice.below(25) === 0;
        return factor * (2 + dice.below(300) / 100 + (isSlow ? 5 + jam + dice.below(500) / 100 : 0));
      });
    return [side(1), side(slower)];
  });
}

describe('the ratio of the 99th percentiles', () => {
  test('is that of the two sides, between its bounds', () => {
    const hundred = (last: number): readonly number[] => [...Array.from({ length: 98 }, () => 1), last, 900];
    const even = Array.from({ length: 20 }, (): Stretch => [hundred(10), hundred(15)]);
    expect(ratioOf(even, randomFrom(1))).toEqual({ low: 1.5, ratio: 1.5, high: 1.5, base: 10 });
    const uneven = stretchesOf(60, 1.3, randomFrom(2));
    const { low, ratio, high } = ratioOf(uneven, randomFrom(3));
    expect(low).toBeLessThan(ratio);
    expect(high).toBeGreaterThan(ratio);
  });

  test.each([
    [200, 0.95, 'below'],
    [200, 1.5, 'above'],
    [200, 1.1, 'undecided'],
    [15, 0.5, 'undecided'],
    [15, 2, 'undecided'],
  ] as const)('of %i periods where it is %f is %s a bound of 1.1', (count, slower, verdict) => {
    expect(verdictOf(stretchesOf(count, slower, randomFrom(7)), BOUND, randomFrom(8))).toBe(verdict);
  });

  test.each([0.5, 2])('is undecided, even if it is %f, on a slow machine', (slower) => {
    const loaded = stretchesOf(200, slower, randomFrom(7)).map(
      ([one, other]): Stretch => [one.map((ms) => ms * 10), other.map((ms) => ms * 10)],
    );
    expect(verdictOf(loaded, BOUND, randomFrom(8))).toBe('undecided');
  });

  test('is neither underestimated nor overestimated, whatever the random numbers', () => {
    const verdicts = (slower: number): readonly string[] =>
      Array.from({ length: 40 }, (_, seed) =>
        verdictOf(stretchesOf(40, slower, randomFrom(seed + 100)), BOUND, randomFrom(seed + 1)),
      );
    expect(verdicts(1.25)).not.toContain('below');
    expect(verdicts(1)).not.toContain('above');
  });
});
