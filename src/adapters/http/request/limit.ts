import { FILTER_FAILURES } from '../../../domain/failure/filter-failures.ts';
import { parseCount } from '../../../formats/filter/event-values.ts';
import { FilterValueError } from '../../../formats/filter/filter-value-error.ts';

/** The number of objects of a page without `limit`. */
export const DEFAULT_LIMIT = 100;
/** The maximum number of objects of a page. */
const MAX_LIMIT = 1000;

/** Parses the number of objects of a page. */
export function parseLimit(text: string): number {
  const limit = parseCount(text);
  if (limit <= MAX_LIMIT) return limit;
  throw new FilterValueError(FILTER_FAILURES.whole_number_in_range({ from: 1, to: MAX_LIMIT }));
}
