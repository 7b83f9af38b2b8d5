import { phrase } from '../text/phrase.ts';
import { type Instant, MINUTE, type OffsetMinutes } from '../time.ts';
import type { Localization } from './localization.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Returns a Date whose getUTC* methods return the local date and time of an instant. Its other
 * methods return wrong values.
 */
export function localDate(at: Instant, offsetMinutes: OffsetMinutes): Date {
  return new Date(at + offsetMinutes(at) * MINUTE);
}

/** Returns a number with at least two digits. */
export const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Returns an offset from UTC: `+09:00`; `+00:00` for UTC. */
export function utcOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.trunc(absolute / 60))}:${twoDigits(absolute % 60)}`;
}

/**
 * Returns the time as the English Event Viewer shows it: `9:05:03 AM`.
 * @param date as `localDate` returns it
 */
export function twelveHourTime(date: Date): string {
  const hour = date.getUTCHours();
  return `${hour % 12 === 0 ? 12 : hour % 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}

/**
 * Returns the time as the Japanese Event Viewer shows it, without a leading zero: `9:05:03`.
 * @param date as `localDate` returns it
 */
export function twentyFourHourTime(date: Date): string {
  return `${date.getUTCHours()}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
}

/** The date and time of a date as `localDate` returns it. */
const DATE_AND_TIME = phrase({
  en: (date: Date) =>
    `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()} ${twelveHourTime(date)}`,
  ja: (date) =>
    `${date.getUTCFullYear()}/${twoDigits(date.getUTCMonth() + 1)}/${twoDigits(date.getUTCDate())} ${twentyFourHourTime(date)}`,
});

/** Returns an instant with its UTC offset: `Nov 24, 2026 9:05:03 AM (UTC+09:00)`. */
export function formatInstant(at: Instant, { locale, offsetMinutes }: Localization): string {
  return `${DATE_AND_TIME[locale](localDate(at, offsetMinutes))} (UTC${utcOffset(offsetMinutes(at))})`;
}
