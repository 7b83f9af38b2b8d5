import type { Locale } from '../text/locale.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts';
import { countWithNoun } from './count-with-noun.ts';
import type { Facts } from './facts.ts';

/**
 * Returns a duration in its two largest units: `3 h 10 m`, `3 時間 10 分`; under a minute, in seconds.
 */
export function formatDuration(ms: number, locale: Locale): string {
  const units: readonly (readonly [number, string, string])[] = [
    [DAY, 'd', '日'],
    [HOUR, 'h', '時間'],
    [MINUTE, 'm', '分'],
  ];
  const largest = units.findIndex(([size]) => ms >= size);
  if (largest === -1) return `${Math.max(0, Math.floor(ms / 1000))} ${locale === 'ja' ? '秒' : 's'}`;
  const parts: string[] = [];
  let remainder = ms;
  for (const [size, en, ja] of units.slice(largest, largest + 2)) {
    const count = Math.floor(remainder / size);
    remainder -= count * size;
    if (count > 0) parts.push(`${count} ${locale === 'ja' ? ja : en}`);
  }
  return parts.join(' ');
}

/** Remaining times below this limit are shown in minutes instead of hours. */
const SHOWN_IN_MINUTES_BELOW_MS: number = 2 * HOUR;

/**
 * Returns a remaining time, rounded down: `71 hours (2 d 23 h)`, `71 時間 (2 日 23 時間)`. Below two
 * hours, in minutes: `95 minutes`, `95 分`.
 */
export function formatRemainingTime(ms: number, locale: Locale): string {
  if (ms < MINUTE) return locale === 'ja' ? '1 分未満' : 'less than a minute';
  if (ms < SHOWN_IN_MINUTES_BELOW_MS) {
    const minutes = Math.floor(ms / MINUTE);
    return locale === 'ja' ? `${minutes} 分` : countWithNoun(minutes, 'minute');
  }
  const hours = Math.floor(ms / HOUR);
  const hoursText = locale === 'ja' ? `${hours} 時間` : countWithNoun(hours, 'hour');
  return hours >= 24 ? `${hoursText} (${formatDuration(hours * HOUR, locale)})` : hoursText;
}

/**
 * Returns the remaining time of a certificate when a record was written. Uses the whole hours of
 * the record if the expiry or the time of the record is unknown.
 * @param hours the parameter `hoursLeft` of the record
 */
export function remainingTimeOf(
  { notAfter }: Facts,
  timeCreated: Instant | undefined,
  hours: string,
  locale: Locale,
): string {
  const remainingMs = notAfter === undefined || timeCreated === undefined ? undefined : notAfter - timeCreated;
  return remainingMs === undefined
    ? formatRemainingHours(Number(hours), locale)
    : formatRemainingTime(Math.max(0, remainingMs), locale);
}

/** Returns a remaining time that is known only in whole hours. */
function formatRemainingHours(hours: number, locale: Locale): string {
  if (hours >= 2) return formatRemainingTime(hours * HOUR, locale);
  return locale === 'ja' ? `${hours} 時間` : countWithNoun(hours, 'hour');
}
