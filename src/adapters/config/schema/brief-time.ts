import type * as z from 'zod';
import { parseDuration } from '../../../formats/text/duration.ts';
import { quote } from '../quote.ts';
import { renderBriefTime } from './render-brief-time.ts';
import { written } from './value-schemas.ts';
import type { WrittenValue } from './written-value.ts';

/** The form of a duration that may be shorter than a second, for messages. */
const FORM = 'a whole number and ms, s, m, h or d, as in 100ms, 10s or 15m';

/** Returns the schema of a duration in ms, from `least` to `most` inclusive. */
export function briefTime(least: number, max: number): z.ZodType<number> {
  return written(`a duration: ${FORM}`, (text): WrittenValue<number> => {
    const value = parseBriefTime(text);
    if (value === undefined) return { error: `${quote(text)} is not a duration; write ${FORM}` };
    if (value >= least && value <= max) return { value };
    return { error: `${quote(text)} is not between ${renderBriefTime(least)} and ${renderBriefTime(max)}` };
  });
}

/** Parses a duration in ms; undefined if it is invalid. */
export function parseBriefTime(text: string): number | undefined {
  const [, digits] = /^(\d{1,9})ms$/.exec(text) ?? [];
  return digits === undefined ? parseDuration(text) : Number(digits);
}
