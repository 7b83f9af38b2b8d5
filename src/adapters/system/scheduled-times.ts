import type { Instant } from '../../domain/time.ts';

/** The maximum number of candidates, about 40 µs each: two days of minutes. */
const MAX_CANDIDATES = 2880;

/**
 * Returns the scheduled times between `first`, itself a scheduled time, and `until`, both inclusive,
 * in order. Only the times `first + n × stepMs` are tested, at most 2,880 of them.
 */
export function scheduledTimesBetween(
  isScheduled: (at: Instant) => boolean,
  first: Instant,
  until: Instant,
  stepMs: number,
): readonly Instant[] {
  const scheduledTimes: Instant[] = [];
  for (let step = 0, at = first; at <= until && step < MAX_CANDIDATES; step += 1, at += stepMs) {
    if (isScheduled(at)) scheduledTimes.push(at);
  }
  return scheduledTimes;
}
