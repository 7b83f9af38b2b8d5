import * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { quote } from '../quote.ts';
import { describeWrongType, keyName } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import type { ValueOrError } from './value-or-error.ts';

/**
 * Returns the schema of a text that `read` converts.
 * @param expected the valid values in the error for another type
 * @param empty the error for a key without a value; default: a general one
 */
export function textSchema<T>(
  expected: string | Failure,
  read: (text: string) => ValueOrError<T>,
  empty?: Failure,
): z.ZodType<T> {
  return z
    .string({
      error: ({ input, path: keyPath }) => {
        if (input !== null) return new DescribedFailures(describeWrongType(keyName(keyPath ?? []), input, expected));
        return empty === undefined ? undefined : new DescribedFailures(empty);
      },
    })
    .transform((text, context) => {
      const result = read(text);
      if ('value' in result) return result.value;
      context.issues.push({ code: 'custom', params: { error: new DescribedFailures(result.failure) }, input: text });
      return z.NEVER;
    });
}

/** Matches control characters, surrogates and marks that change the writing direction. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;

/**
 * Returns the text, or an error about `subject` if it has invisible characters or is too
 * long.
 */
export function printable(subject: string | Failure, text: string, maxCharacters: number): ValueOrError<string> {
  const value = quote(text);
  if (INVISIBLE.test(text)) return { failure: CONFIGURATION_FAILURES.invisible_characters({ subject, value }) };
  if (text.length > maxCharacters)
    return { failure: CONFIGURATION_FAILURES.too_many_characters({ subject, value, maximum: maxCharacters }) };
  return { value: text };
}
