import { type Instant, SECOND } from '../../../domain/time.ts';

const DAY_NAME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * When a Retry-After allows the next attempt: seconds, or a date in any of the three forms. undefined: it says nothing that
 * can be understood, or a time that is over.
 * @param latest what asks for more is held to this
 * @see RFC 9110 section 10.2.3, section 5.6.7
 */
export function retryAfter(value: string | undefined, now: Instant, latest: Instant): Instant | undefined {
  const text = value?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now + Number(text) * SECOND : dateOf(text);
  return Number.isNaN(at) || at <= now ? undefined : Math.min(at, latest);
}

/** NaN where it is none. The oldest of the forms names no zone and means GMT. */
function dateOf(text: string): number {
  if (!DAY_NAME.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
