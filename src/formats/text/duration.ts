import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time.ts';

const UNITS = { d: DAY, h: HOUR, m: MINUTE, s: SECOND } as const;
/** So that a point in time with a duration taken off is still one that a calendar has. */
const LONGEST = 36_500 * DAY;

/** How a duration is written, for messages. */
export const DURATION_FORM = 'a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d';

/** Milliseconds; undefined: not a duration as `DURATION_FORM` says, or longer than 36500 days. `0s` is 0. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,12})([smhd])$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const duration = Number(digits) * UNITS[unit as keyof typeof UNITS];
  return duration <= LONGEST ? duration : undefined;
}

/** The written form in the largest unit that leaves no rest; a rest below one second is dropped. */
export function renderDuration(duration: number): string {
  const seconds = Math.trunc(duration / SECOND) * SECOND;
  for (const [unit, length] of Object.entries(UNITS)) {
    if (seconds !== 0 && seconds % length === 0) return `${seconds / length}${unit}`;
  }
  return '0s';
}
