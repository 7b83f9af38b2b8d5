import type { Instant } from '../../domain/time.ts';

/** The maximum number of candidates, about 40 µs each: two days of minutes. */
const MAX_RUNS = 2880;

/**
 * Returns the instants of a schedule from `first`, which must be one, to `until` inclusive, in
 * order. Only multiples of `everyMs` after `first` are found, up to 2,880 steps.
 */
export function dueBetween(
  matches: (at: Instant) => boolean,
  first: Instant,
  until: Instant,
  everyMs: number,
): readonly Instant[] {
  const found: Instant[] = [];
  for (let step = 0, at = first; at <= until && step < MAX_RUNS; step += 1, at += everyMs) {
    if (matches(at)) found.push(at);
  }
  return found;
}
