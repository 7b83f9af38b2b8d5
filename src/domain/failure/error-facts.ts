import type { Problem } from './problem.ts';

/** The reason and the error of a problem, without its object. */
export type ProblemError = Pick<Problem, 'reason' | 'detail' | 'failure'>;

/** Returns the reason and the error of a problem, for the data of an event or of a state. */
export function errorFacts({ reason, detail, failure }: ProblemError): ProblemError {
  return { reason, detail, ...(failure === undefined ? {} : { failure }) };
}
