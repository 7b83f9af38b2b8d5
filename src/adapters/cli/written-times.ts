import { utcOffset, wallClock } from '../../domain/event/wording.ts';
import type { Instant, OffsetMinutes } from '../../domain/time.ts';

/** For people: `2026-11-24T09:05:03+09:00`. @see RFC 3339 section 5.6 */
export function localTime(at: Instant, offsetMinutes: OffsetMinutes): string {
  const wall = wallClock(at, offsetMinutes)
    .toISOString()
    .replace(/\.\d+Z$/, '');
  return `${wall}${utcOffset(offsetMinutes(at))}`;
}

/** For programs: `2026-11-24T00:05:03Z`. @see ISO 8601 */
export function utcTime(at: Instant): string {
  // The fraction always has three digits.
  return `${new Date(at).toISOString().slice(0, -5)}Z`;
}
