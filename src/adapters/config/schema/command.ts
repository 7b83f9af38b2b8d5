import * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { describeWrongType, keyName } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import { printable, textSchema } from './text-schema.ts';

/**
 * Returns the schema of a command: a list of a program and its arguments, which runs without a
 * shell.
 * @param example the valid value in error messages
 */
export function command(example: string): z.ZodType<readonly string[]> {
  const form = CONFIGURATION_FAILURES.a_command({ example });
  return z
    .array(
      textSchema(CONFIGURATION_FAILURES.text, (text) => printable(CONFIGURATION_FAILURES.the_word, text, 4096)),
      {
        error: ({ code, input, path }) =>
          code === 'invalid_type' && input !== null
            ? new DescribedFailures(describeWrongType(keyName(path ?? []), input, form))
            : undefined,
      },
    )
    .min(1)
    .max(64)
    .refine(([program]) => program?.trim() !== '', {
      path: [0],
      error: () => new DescribedFailures(CONFIGURATION_FAILURES.program_empty),
    })
    .refine(([program]) => program?.startsWith('~') !== true, {
      path: [0],
      error: () => new DescribedFailures(CONFIGURATION_FAILURES.program_with_tilde),
    });
}
