import type { Random } from '../fixtures/random.ts';

/** Of a stretch of time, how long deliveries took on either side, ms. What held up all of the machine is in both. */
export type Stretch = readonly [one: readonly number[], other: readonly number[]];

/** How many times as slow the slowest of a hundred was on the other side, and where that lies in 99 of 100 cases. */
export interface Ratio {
  readonly low: number;
  readonly ratio: number;
  readonly high: number;
  /** The slowest of a hundred on the one side, ms. */
  readonly base: number;
}

/** What is known of it: that it is below the bound, that it is above, or neither yet. */
export type Verdict = 'below' | 'above' | 'undecided';

const SHARE = 0.99;
const RESAMPLES = 2000;
/** Of fewer stretches nothing is known. */
const FEWEST = 16;
/** A machine on which the one side alone takes longer hides whatever the other does, ms. */
const SLOWEST_BASE = 150;

interface Ranked {
  /** Slowest first, with the stretch it was in. */
  readonly slowest: readonly (readonly [ms: number, stretch: number])[];
  /** How many each stretch has. */
  readonly counts: readonly number[];
}

function ranked(stretches: readonly Stretch[], side: 0 | 1): Ranked {
  const all = stretches.flatMap((one, index) => one[side].map((ms) => [ms, index] as const));
  return { slowest: all.sort(([a], [b]) => b - a), counts: stretches.map((one) => one[side].length) };
}

/** The percentile where each stretch counts so many times. */
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
 * The ratio of the two percentiles over all stretches, and its bounds: what it would be of as many stretches drawn from these
 * with replacement, both sides of a stretch together. Whole stretches, for what is slow comes in bunches.
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

export function verdictOf(stretches: readonly Stretch[], bound: number, dice: Random): Verdict {
  if (stretches.length < FEWEST) return 'undecided';
  const { low, high, base } = ratioOf(stretches, dice);
  if (base > SLOWEST_BASE) return 'undecided';
  if (high < bound) return 'below';
  return low > bound ? 'above' : 'undecided';
}
