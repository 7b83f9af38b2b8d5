import { localDate, utcOffset } from '../../../domain/event/format-instant.ts';
import type { Instant, OffsetMinutes } from '../../../domain/time.ts';

/**
 * Returns a local time, for example `2026-11-24T09:05:03+09:00`.
 * @see RFC 3339 section 5.6
 */
export function localTime(at: Instant, offsetMinutes: OffsetMinutes): string {
  const wall = localDate(at, offsetMinutes)
    .toISOString()
    .replace(/\.\d+Z$/, '');
  return `${wall}${utcOffset(offsetMinutes(at))}`;
}
