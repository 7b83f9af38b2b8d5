import * as z from 'zod';
import { describeWrongType, keyName } from './describe-issue.ts';
import { printable, written } from './value-schemas.ts';

const FORM = 'a list of a program and its arguments, as in [systemctl, reload, postfix]';

/** A program with its arguments, one word at least; a shell never reads it. */
export const command: z.ZodType<readonly string[]> = z
  .array(
    written('text', (text) => printable('the word', text, 4096)),
    {
      error: ({ code, input, path }) =>
        code === 'invalid_type' && input !== null ? describeWrongType(keyName(path ?? []), input, FORM) : undefined,
    },
  )
  .min(1)
  .max(64)
  .refine(([program]) => program?.trim() !== '', { path: [0], message: 'the program has no name; write what is run' });
