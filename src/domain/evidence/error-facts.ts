import type { ErrorData } from '../event/event-data-groups.ts';
import type { Problem } from '../failure/problem.ts';

/** Returns the error of a problem as the data of an event. */
export function errorFacts({ reason, detail, failure }: Problem): ErrorData {
  return { reason, detail, ...(failure === undefined ? {} : { failure }) };
}
