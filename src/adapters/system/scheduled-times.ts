import type { Instant } from '../../domain/time.ts';

/**
 * The maximum number of candidates, which take about 40 µs each. With minutes, these are two days.
 */
const MAX_CANDIDATES = 2880;

/**
 * Returns the scheduled times between `first`, itself a scheduled time, and `until`, both
 * inclusive, in order. Only the times `first + n × stepMs` are tested, at most 2,880.
 */
export function scheduledTimesBetween(
  isScheduled: (at: Instant) => boolean,
  first: Instant,
  until: Instant,
  stepMs: number,
): readonly Instant[] {
  const times: Instant[] = [];
  for (let n = 0, at = first; at <= until && n < MAX_CANDIDATES; n += 1, at += stepMs) {
    if (isScheduled(at)) times.push(at);
  }
  return times;
}
