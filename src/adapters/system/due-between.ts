import type { Instant } from '../../domain/time.ts';

/** Candidates looked at, about 40 µs each: two days of minutes. */
const LOOKED_AT = 2880;

/**
 * The instants of a schedule from `first`, which is one of them, up to and including `until`, in order. Only those that
 * lie a whole number of `everyMs` after the first are found, and none after 2,880 steps.
 */
export function dueBetween(
  matches: (at: Instant) => boolean,
  first: Instant,
  until: Instant,
  everyMs: number,
): readonly Instant[] {
  const found: Instant[] = [];
  for (let step = 0, at = first; at <= until && step < LOOKED_AT; step += 1, at += everyMs) {
    if (matches(at)) found.push(at);
  }
  return found;
}
