import type * as z from 'zod';
import { textSchema } from './text-schema.ts';
import { readPath } from './value-schemas.ts';

/**
 * The path of a file with a secret. Messages never contain the path, because users may have written
 * the secret itself.
 */
export const secretFile: z.ZodType<string> = textSchema('a path', (text) => {
  if (/^\s*(?:whsec_|https?:)/i.test(text)) {
    return {
      error:
        'expected a file path, but this looks like the secret itself; put it in a file readable only by mailcertd and give that path',
    };
  }
  const result = readPath(text);
  if ('value' in result) return result;
  return { error: 'this is not a valid path; write the absolute path of the file in one line' };
});
