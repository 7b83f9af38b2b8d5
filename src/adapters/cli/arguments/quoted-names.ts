import type { Failure } from '../../../domain/failure/failure.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';

/** The maximum number of names in a message. */
const MAX_LISTED = 5;

/**
 * Returns the first names, quoted, and the number of the others. The result is a part of a message,
 * which is translated with it.
 */
export function quotedNames(names: readonly string[]): Failure {
  return FIND_FAILURES.quoted_names({
    names: names.slice(0, MAX_LISTED),
    more: Math.max(0, names.length - MAX_LISTED),
  });
}
