import { type Instant, SECOND } from '../../../domain/time.ts';

const DAY_NAME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * Parses Retry-After: seconds, or a date in one of three forms. Returns undefined if the value is
 * invalid or in the past.
 * @param retryAfterLimit the maximum result
 * @see RFC 9110 section 10.2.3, section 5.6.7
 */
export function retryAfter(value: string | undefined, now: Instant, retryAfterLimit: Instant): Instant | undefined {
  const text = value?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now + Number(text) * SECOND : dateOf(text);
  return Number.isNaN(at) || at <= now ? undefined : Math.min(at, retryAfterLimit);
}

/** Parses a date; NaN if it is invalid. The asctime form has no time zone and means GMT. */
function dateOf(text: string): number {
  if (!DAY_NAME.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
