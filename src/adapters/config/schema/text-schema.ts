import * as z from 'zod';
import { quote } from '../quote.ts';
import { describeWrongType, keyName } from './describe-issue.ts';
import type { ValueOrError } from './value-or-error.ts';

/**
 * Returns the schema of a text that `read` converts.
 * @param expected the valid values in the message for another type
 * @param empty the message for a key without a value; default: a general message
 */
export function textSchema<T>(expected: string, read: (text: string) => ValueOrError<T>, empty?: string): z.ZodType<T> {
  return z
    .string({
      error: ({ input, path: keyPath }) =>
        input === null ? empty : describeWrongType(keyName(keyPath ?? []), input, expected),
    })
    .transform((text, context) => {
      const result = read(text);
      if ('value' in result) return result.value;
      context.issues.push({ code: 'custom', message: result.error, input: text });
      return z.NEVER;
    });
}

/** Matches control characters, surrogates and marks that change the writing direction. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;

/**
 * Returns the text, or an error that begins with `subject` if it has invisible characters or is too
 * long.
 */
export function printable(subject: string, text: string, maxCharacters: number): ValueOrError<string> {
  if (INVISIBLE.test(text)) return { error: `${subject} ${quote(text)} must not contain invisible characters` };
  if (text.length > maxCharacters)
    return { error: `${subject} ${quote(text)} must have at most ${maxCharacters} characters` };
  return { value: text };
}
