import type * as z from 'zod';
import { readPath, written } from './value-schemas.ts';

/**
 * The path of a file with a secret. Messages never quote it, because users may write the secret
 * itself.
 */
export const secretFile: z.ZodType<string> = written('a path', (text) => {
  if (/^\s*(?:whsec_|https?:)/i.test(text)) {
    return {
      fault: 'this is what is to stand in the file; write it into one that only mailcertd may read, and name that here',
    };
  }
  const read = readPath(text);
  if ('value' in read) return read;
  return { fault: 'this is no path that can be used here; write the whole path of the file, in one line' };
});
