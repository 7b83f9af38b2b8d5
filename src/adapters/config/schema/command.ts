import * as z from 'zod';
import { describeWrongType, keyName } from './describe-issue.ts';
import { printable, textSchema } from './text-schema.ts';

/**
 * Returns the schema of a command: a list of a program and its arguments, which runs without a
 * shell.
 * @param example the valid value in error messages
 */
export function command(example: string): z.ZodType<readonly string[]> {
  const form = `a list of a program and its arguments, for example ${example}`;
  return z
    .array(
      textSchema('text', (text) => printable('the word', text, 4096)),
      {
        error: ({ code, input, path }) =>
          code === 'invalid_type' && input !== null ? describeWrongType(keyName(path ?? []), input, form) : undefined,
      },
    )
    .min(1)
    .max(64)
    .refine(([program]) => program?.trim() !== '', {
      path: [0],
      message: 'the program must not be empty; write its path',
    })
    .refine(([program]) => program?.startsWith('~') !== true, {
      path: [0],
      message: '~ is not expanded; write the absolute path of the program',
    });
}
