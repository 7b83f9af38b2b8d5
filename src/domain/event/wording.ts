import { DAY, HOUR, type Instant, MINUTE, type OffsetMinutes } from '../time.ts';
import type { Locale, Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns the local date and time of an instant, to be read with the getUTC* methods. */
export function wallClock(at: Instant, offsetMinutes: OffsetMinutes): Date {
  return new Date(at + offsetMinutes(at) * MINUTE);
}

/** Returns a number with at least two digits. */
export const two = (value: number): string => String(value).padStart(2, '0');

/** Returns an offset from UTC: `+09:00`; `+00:00` for UTC. */
export function utcOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(absolute / 60))}:${two(absolute % 60)}`;
}

/** Returns the time as the English Event Viewer shows it: `9:05:03 AM`. */
export function twelveHourTime(wall: Date): string {
  const hour = wall.getUTCHours();
  return `${hour % 12 === 0 ? 12 : hour % 12}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** Returns the time as the Japanese Event Viewer shows it, with the hour not padded: `9:05:03`. */
export function plainTime(wall: Date): string {
  return `${wall.getUTCHours()}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())}`;
}

/**
 * Returns an instant with its UTC offset: `Nov 24, 2026 9:05:03 AM (UTC+09:00)`; `an unknown date`
 * if it is missing.
 */
export function when(at: Instant | undefined, { locale, offsetMinutes }: Wording): string {
  if (at === undefined) return locale === 'ja' ? '不明な日時' : 'an unknown date';
  const wall = wallClock(at, offsetMinutes);
  const offset = `(UTC${utcOffset(offsetMinutes(at))})`;
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  return locale === 'ja'
    ? `${year}/${two(month + 1)}/${two(day)} ${plainTime(wall)} ${offset}`
    : `${MONTHS[month]} ${day}, ${year} ${twelveHourTime(wall)} ${offset}`;
}

/**
 * Returns a duration in its two largest units: `3 h 10 m`, `3 時間 10 分`; under a minute, in seconds.
 */
export function duration(ms: number, locale: Locale): string {
  const units: readonly (readonly [number, string, string])[] = [
    [DAY, 'd', '日'],
    [HOUR, 'h', '時間'],
    [MINUTE, 'm', '分'],
  ];
  const first = units.findIndex(([size]) => ms >= size);
  if (first === -1) return `${Math.max(0, Math.floor(ms / 1000))} ${locale === 'ja' ? '秒' : 's'}`;
  const parts: string[] = [];
  let rest = ms;
  for (const [size, en, ja] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${locale === 'ja' ? ja : en}`);
  }
  return parts.join(' ');
}

/** Time left, in ms, below which it is shown in minutes instead of hours. */
const IN_MINUTES_BELOW: number = 2 * HOUR;

/**
 * Returns the time left, rounded down: `71 hours (2 d 23 h)`, `71 時間 (2 日 23 時間)`. Below two hours,
 * in minutes: `95 minutes`, `95 分`.
 */
export function remaining(ms: number, locale: Locale): string {
  if (ms < MINUTE) return locale === 'ja' ? '1 分未満' : 'less than a minute';
  if (ms < IN_MINUTES_BELOW) {
    const minutes = Math.floor(ms / MINUTE);
    return locale === 'ja' ? `${minutes} 分` : counted(minutes, 'minute');
  }
  const hours = Math.floor(ms / HOUR);
  const plain = locale === 'ja' ? `${hours} 時間` : counted(hours, 'hour');
  return hours >= 24 ? `${plain} (${duration(hours * HOUR, locale)})` : plain;
}

/**
 * Returns the time left of a certificate when a record was written. Uses the whole hours of the
 * parameter if an instant is missing.
 */
export function remainingIn(
  { notAfter }: Facts,
  timeCreated: Instant | undefined,
  hours: string,
  locale: Locale,
): string {
  const exact = notAfter === undefined || timeCreated === undefined ? undefined : notAfter - timeCreated;
  return exact === undefined ? remainingHours(Number(hours), locale) : remaining(Math.max(0, exact), locale);
}

/** Returns the time left in whole hours, for a record without the instants. */
function remainingHours(hours: number, locale: Locale): string {
  if (hours >= 2) return remaining(hours * HOUR, locale);
  return locale === 'ja' ? `${hours} 時間` : counted(hours, 'hour');
}

/** Returns a count with its noun: `1 connector`, `2 connectors`. Only English needs it. */
export function counted(count: number | string, noun: string): string {
  return `${count} ${noun}${Number(count) === 1 ? '' : 's'}`;
}

/** Returns the verb that agrees with a count: `1 certificate has`, `2 certificates have`. */
export function singularOrPlural(count: number | string, one: string, many: string): string {
  return Number(count) === 1 ? one : many;
}

/** Returns a name in the quotation marks of the language, or in other ones if it contains these. */
export function quoteName(name: string, locale: Locale): string {
  if (locale === 'ja') return /[「」]/.test(name) ? `『${name}』` : `「${name}」`;
  return name.includes('"') ? `“${name}”` : `"${name}"`;
}
