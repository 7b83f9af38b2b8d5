import type * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { parseDuration } from '../../../formats/text/duration.ts';
import { quote } from '../quote.ts';
import { renderBriefTime } from './render-brief-time.ts';
import { textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';

/** The form of a duration that may be shorter than a second, for messages. */
const FORM = CONFIGURATION_FAILURES.brief_duration_form;

/** Returns the schema of a duration that may be shorter than a second; limits in ms, inclusive. */
export function briefTime(minMs: number, maxMs: number): z.ZodType<number> {
  return textSchema(CONFIGURATION_FAILURES.a_duration({ form: FORM }), (text): ValueOrError<number> => {
    const value = parseBriefTime(text);
    if (value === undefined)
      return { failure: CONFIGURATION_FAILURES.duration_invalid({ value: quote(text), form: FORM }) };
    if (value >= minMs && value <= maxMs) return { value };
    return {
      failure: CONFIGURATION_FAILURES.duration_out_of_range({
        value: quote(text),
        minimum: renderBriefTime(minMs),
        maximum: renderBriefTime(maxMs),
      }),
    };
  });
}

/** Parses a duration that may be in ms, to ms; undefined if it is invalid. */
export function parseBriefTime(text: string): number | undefined {
  const [, digits] = /^(\d{1,9})ms$/.exec(text) ?? [];
  return digits === undefined ? parseDuration(text) : Number(digits);
}
