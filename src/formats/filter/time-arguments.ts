import { FILTER_FAILURES } from '../../domain/failure/filter-failures.ts';
import { type Instant, MINUTE, type OffsetMinutes } from '../../domain/time.ts';
import { parseDuration, renderDuration } from '../text/duration.ts';
import { FilterValueError } from './filter-value-error.ts';

/** A parsed time argument: a function of the current time and the time zone of the session. */
export type TimeArgument = (now: Instant, offsetMinutes: OffsetMinutes) => Instant;

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** Parses a timestamp, or an age: a duration before now, for example `24h`. */
export function parsePast(text: string): TimeArgument {
  const ago = parseDuration(text);
  if (ago !== undefined) return (now) => now - ago;
  const instant = parseInstant(text);
  if (instant === undefined) throw new FilterValueError(FILTER_FAILURES.timestamp_or_age);
  return instant;
}

/** Parses an RFC 3339 timestamp or its beginning. A timestamp without offset is local time. */
function parseInstant(text: string): TimeArgument | undefined {
  const [, date, time = '00:00', seconds = ':00', offset] = INSTANT.exec(text) ?? [];
  if (date === undefined) return undefined;
  const wallClockMs = Date.parse(`${date}T${time}${seconds}Z`);
  // `Date.parse` accepts February 30 and returns March 2.
  if (Number.isNaN(wallClockMs) || new Date(wallClockMs).toISOString().slice(0, 10) !== date) return undefined;
  if (offset !== undefined) {
    const instant = Date.parse(`${date}T${time}${seconds}${offset.toUpperCase()}`);
    return Number.isNaN(instant) ? undefined : () => instant;
  }
  // The offset of the wanted time is not known yet, so it is first looked up near that time.
  return (_, offsetMinutes) => {
    const approximateMs = wallClockMs - offsetMinutes(wallClockMs) * MINUTE;
    return wallClockMs - offsetMinutes(approximateMs) * MINUTE;
  };
}

/** Parses a timestamp, or a distance from now, for example `+30d`. */
export function parseMoment(text: string): TimeArgument {
  const distance = /^[+-]/.test(text) ? parseDuration(text.slice(1)) : undefined;
  if (distance !== undefined) return (now) => (text.startsWith('-') ? now - distance : now + distance);
  const instant = parseInstant(text);
  if (instant === undefined) throw new FilterValueError(FILTER_FAILURES.timestamp_or_offset);
  return instant;
}

/**
 * Returns a parser of a timeout in ms, up to `maxMs`. The limit is needed because a timer of Node
 * with more than 24 days fires at once.
 */
export function parseTimeout(maxMs: number): (text: string) => number {
  return (text) => {
    const timeout = parseSpan(text);
    if (timeout > maxMs)
      throw new FilterValueError(FILTER_FAILURES.duration_in_range({ from: '1s', to: renderDuration(maxMs) }));
    return timeout;
  };
}

/** Parses a duration in ms, greater than 0. */
export function parseSpan(text: string): number {
  const span = parseDuration(text);
  if (span === undefined || span === 0) throw new FilterValueError(FILTER_FAILURES.duration);
  return span;
}
