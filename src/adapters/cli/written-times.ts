import { utcOffset, wallClock } from '../../domain/event/wording.ts';
import type { Instant, OffsetMinutes } from '../../domain/time.ts';

/** For people: `2026-11-24T09:05:03+09:00`. @see RFC 3339 section 5.6 */
export function localTime(at: Instant, offsetMinutes: OffsetMinutes): string {
  const wall = wallClock(at, offsetMinutes)
    .toISOString()
    .replace(/\.\d+Z$/, '');
  return `${wall}${utcOffset(offsetMinutes(at))}`;
}

/** Certificates that were issued together begin and end together: their times are written once. */
const WRITTEN: Map<Instant, string> = new Map();
const MAX_WRITTEN = 1000;

/** For programs: `2026-11-24T00:05:03Z`. @see ISO 8601 */
export function utcTime(at: Instant): string {
  const known = WRITTEN.get(at);
  if (known !== undefined) return known;
  // The fraction always has three digits.
  const written = `${new Date(at).toISOString().slice(0, -5)}Z`;
  if (WRITTEN.size >= MAX_WRITTEN) WRITTEN.clear();
  WRITTEN.set(at, written);
  return written;
}
