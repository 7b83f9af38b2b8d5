/**
 * A point in time: milliseconds since 1970-01-01T00:00:00Z in Unix time (without leap seconds). May
 * be negative.
 */
export type Instant = number;

/** Milliseconds per second. */
export const SECOND = 1000;
/** Milliseconds per minute. */
export const MINUTE: number = 60 * SECOND;
/** Milliseconds per hour. */
export const HOUR: number = 60 * MINUTE;
/** Milliseconds per day. */
export const DAY: number = 24 * HOUR;
/** The longest delay of a timer of Node.js, ms, about 24.8 days. A longer one fires at once. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Returns the minutes to add to UTC for the local time at an instant, including daylight saving
 * time.
 */
export type OffsetMinutes = (at: Instant) => number;

/**
 * Returns an instant rounded down to the second, because times in certificates have no fractions.
 */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / SECOND) * SECOND;
}

/**
 * Returns the same calendar date and time `years` later in UTC. 29 February becomes 28 February in
 * years that are not leap years.
 */
export function addCalendarYears(from: Instant, years: number): Instant {
  const date = new Date(from);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.getTime();
}
