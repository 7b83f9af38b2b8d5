import type * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { textSchema } from './text-schema.ts';
import { readPath } from './value-schemas.ts';

/**
 * The path of a file with a secret. Messages never contain the path, because users may have written
 * the secret itself.
 */
export const secretFile: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_path, (text) => {
  if (/^\s*(?:whsec_|https?:)/i.test(text)) {
    return { failure: CONFIGURATION_FAILURES.secret_in_place_of_path };
  }
  const result = readPath(text);
  if ('value' in result) return result;
  return { failure: CONFIGURATION_FAILURES.secret_path_invalid };
});
