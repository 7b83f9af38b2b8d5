import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time.ts';

const UNITS = { d: DAY, h: HOUR, m: MINUTE, s: SECOND } as const;
/** The maximum, so that an instant minus a duration is a valid date. */
const MAX_DURATION_MS = 36_500 * DAY;

/**
 * Parses a duration, ms: a whole number and s, m, h or d, for example `90s`. Returns undefined for
 * another form, or for more than 36500 days. `0s` is 0.
 */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,12})([smhd])$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const duration = Number(digits) * UNITS[unit as keyof typeof UNITS];
  return duration <= MAX_DURATION_MS ? duration : undefined;
}

/**
 * Renders a duration in the largest unit without a remainder; fractions of a second are dropped.
 */
export function renderDuration(duration: number): string {
  const wholeSecondsMs = Math.trunc(duration / SECOND) * SECOND;
  for (const [unit, length] of Object.entries(UNITS)) {
    if (wholeSecondsMs !== 0 && wholeSecondsMs % length === 0) return `${wholeSecondsMs / length}${unit}`;
  }
  return '0s';
}
