/** A point in time: milliseconds since 1970-01-01T00:00:00Z, as Unix counts (no leap seconds). May be negative. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

/** Minutes to add to UTC to get the wall clock at an instant, as the operator reads it (daylight saving included). */
export type OffsetMinutes = (at: Instant) => number;

/** The second in which an instant lies: certificates know nothing smaller. */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / SECOND) * SECOND;
}

/** The same calendar date and time `years` later, UTC; 29 February becomes 28 February where there is none. */
export function addCalendarYears(from: Instant, years: number): Instant {
  const date = new Date(from);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.getTime();
}
