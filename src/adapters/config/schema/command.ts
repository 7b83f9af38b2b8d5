import * as z from 'zod';
import { describeWrongType, keyName } from '../check/describe-issue.ts';
import { printable, written } from './value-schemas.ts';

/** A program with its arguments, one word at least; a shell never reads it. `example` is told to who writes anything else. */
export function command(example: string): z.ZodType<readonly string[]> {
  const form = `a list of a program and its arguments, as in ${example}`;
  return z
    .array(
      written('text', (text) => printable('the word', text, 4096)),
      {
        error: ({ code, input, path }) =>
          code === 'invalid_type' && input !== null ? describeWrongType(keyName(path ?? []), input, form) : undefined,
      },
    )
    .min(1)
    .max(64)
    .refine(([program]) => program?.trim() !== '', {
      path: [0],
      message: 'the program has no name; write what is run',
    })
    .refine(([program]) => program?.startsWith('~') !== true, {
      path: [0],
      message: '~ is not expanded here; write the whole path of the program',
    });
}
