import type { Instant } from '../../domain/time.ts';

/**
 * The maximum number of tested times, because a test takes about 40 µs. With steps of one minute,
 * this is two days.
 */
const MAX_TESTED_TIMES = 2880;

/**
 * Returns the scheduled times from `first`, which is a scheduled time, to `until`, both inclusive,
 * in order. Only the times `first + n × stepMs` are tested, at most 2,880.
 */
export function scheduledTimesBetween(
  isScheduled: (at: Instant) => boolean,
  first: Instant,
  until: Instant,
  stepMs: number,
): readonly Instant[] {
  const times: Instant[] = [];
  for (let n = 0, at = first; at <= until && n < MAX_TESTED_TIMES; n += 1, at += stepMs) {
    if (isScheduled(at)) times.push(at);
  }
  return times;
}
