import { type Instant, MINUTE, type OffsetMinutes } from '../../domain/time.ts';

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/**
 * Returns a function that returns the UTC offset of a time zone at an instant, minutes.
 * @param timezone an IANA name; undefined: the time zone of this process (`TZ`)
 */
export function offsetMinutesOf(timezone: string | undefined): OffsetMinutes {
  if (timezone === undefined) return (at) => -new Date(at).getTimezoneOffset();
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at: Instant) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = PARTS.map((part) => parts.get(part));
    // The time that a clock in the time zone shows, read as if it were UTC.
    const wallClockMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return Math.round((wallClockMs - Math.floor(at / 1000) * 1000) / MINUTE);
  };
}
