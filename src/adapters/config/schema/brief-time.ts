import type * as z from 'zod';
import { parseDuration } from '../../../formats/text/duration.ts';
import { quote } from '../quote.ts';
import { renderBriefTime } from './render-brief-time.ts';
import { textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';

/** The form of a duration that may be shorter than a second, for messages. */
const FORM = 'a whole number and ms, s, m, h or d, as in 100ms, 10s or 15m';

/** Returns the schema of a duration that may be shorter than a second; limits in ms, inclusive. */
export function briefTime(minMs: number, maxMs: number): z.ZodType<number> {
  return textSchema(`a duration: ${FORM}`, (text): ValueOrError<number> => {
    const value = parseBriefTime(text);
    if (value === undefined) return { error: `${quote(text)} is not a duration; write ${FORM}` };
    if (value >= minMs && value <= maxMs) return { value };
    return { error: `${quote(text)} is not between ${renderBriefTime(minMs)} and ${renderBriefTime(maxMs)}` };
  });
}

/** Parses a duration that may be in ms, to ms; undefined if it is invalid. */
export function parseBriefTime(text: string): number | undefined {
  const [, digits] = /^(\d{1,9})ms$/.exec(text) ?? [];
  return digits === undefined ? parseDuration(text) : Number(digits);
}
