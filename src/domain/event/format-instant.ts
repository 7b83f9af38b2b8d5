import { type Instant, MINUTE, type OffsetMinutes } from '../time.ts';
import type { Localization } from './event-definition.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Returns the local date and time of an instant. Only its getUTC* methods return local values.
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

/** Returns the time as the English Event Viewer shows it: `9:05:03 AM`. */
export function twelveHourTime(date: Date): string {
  const hour = date.getUTCHours();
  return `${hour % 12 === 0 ? 12 : hour % 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** Returns the time as the Japanese Event Viewer shows it, without a leading zero: `9:05:03`. */
export function twentyFourHourTime(wall: Date): string {
  return `${wall.getUTCHours()}:${twoDigits(wall.getUTCMinutes())}:${twoDigits(wall.getUTCSeconds())}`;
}

/**
 * Returns an instant with its UTC offset: `Nov 24, 2026 9:05:03 AM (UTC+09:00)`; `an unknown date`
 * if it is missing.
 */
export function formatInstant(at: Instant | undefined, { locale, offsetMinutes }: Localization): string {
  if (at === undefined) return locale === 'ja' ? '不明な日時' : 'an unknown date';
  const wall = localDate(at, offsetMinutes);
  const offset = `(UTC${utcOffset(offsetMinutes(at))})`;
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  return locale === 'ja'
    ? `${year}/${twoDigits(month + 1)}/${twoDigits(day)} ${twentyFourHourTime(wall)} ${offset}`
    : `${MONTHS[month]} ${day}, ${year} ${twelveHourTime(wall)} ${offset}`;
}
