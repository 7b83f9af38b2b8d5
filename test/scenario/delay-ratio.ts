import type { Random } from '../fixtures/random.ts';

/**
 * The delivery times of two notifiers (sides) in the same period, ms. A delay of the whole machine
 * affects both.
 */
export type Stretch = readonly [one: readonly number[], other: readonly number[]];

/** The ratio of the 99th percentiles of the two sides, with its bounds in 99 of 100 cases. */
export interface Ratio {
  readonly low: number;
  readonly ratio: number;
  readonly high: number;
  /** The 99th percentile of the first side, in ms. */
  readonly base: number;
}

/** The comparison of a ratio with a bound; undecided: neither side is certain. */
export type Verdict = 'below' | 'above' | 'undecided';

const SHARE = 0.99;
const RESAMPLES = 2000;
/** The minimum number of periods for a verdict. */
const FEWEST = 16;
/**
 * If the 99th percentile of the first side exceeds this value (ms), the machine is too slow for a
 * verdict.
 */
const SLOWEST_BASE = 150;

interface Ranked {
  /** The times, slowest first, with their period. */
  readonly slowest: readonly (readonly [ms: number, stretch: number])[];
  /** The number of deliveries in each period. */
  readonly counts: readonly number[];
}

function ranked(stretches: readonly Stretch[], side: 0 | 1): Ranked {
  const all = stretches.flatMap((one, index) => one[side].map((ms) => [ms, index] as const));
  return { slowest: all.sort(([a], [b]) => b - a), counts: stretches.map((one) => one[side].length) };
}

/** Returns the percentile with a weight for each period. */
function slowestOfHundred({ slowest, counts }: Ranked, weights: readonly number[]): number {
  const total = counts.reduce((sum, count, index) => sum + count * (weights[index] ?? 0), 0);
  let beyond = total - Math.ceil(total * SHARE) + 1;
  for (const [ms, stretch] of slowest) {
    beyond -= weights[stretch] ?? 0;
    if (beyond <= 0) return ms;
  }
  return Number.NaN;
}

/**
 * Returns the ratio of the two percentiles over all periods, and its bounds by bootstrap. Whole
 * periods are resampled, with both sides together, because slow deliveries are clustered.
 */
export function ratioOf(stretches: readonly Stretch[], dice: Random): Ratio {
  const sides = [ranked(stretches, 0), ranked(stretches, 1)] as const;
  const of = (weights: readonly number[]): number =>
    slowestOfHundred(sides[1], weights) / slowestOfHundred(sides[0], weights);
  const drawn = Array.from({ length: RESAMPLES }, () => {
    const weights = stretches.map(() => 0);
    for (const _ of stretches) {
      const at = dice.below(stretches.length);
      weights[at] = (weights[at] ?? 0) + 1;
    }
    return of(weights);
  }).sort((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [drawn[RESAMPLES * 0.005], drawn[RESAMPLES * 0.995 - 1]];
  const all = stretches.map(() => 1);
  return { low, ratio: of(all), high, base: slowestOfHundred(sides[0], all) };
}

/** Returns the verdict on the ratio and a bound. */
export function verdictOf(stretches: readonly Stretch[], bound: number, dice: Random): Verdict {
  if (stretches.length < FEWEST) return 'undecided';
  const { low, high, base } = ratioOf(stretches, dice);
  if (base > SLOWEST_BASE) return 'undecided';
  if (high < bound) return 'below';
  return low > bound ? 'above' : 'undecided';
}
