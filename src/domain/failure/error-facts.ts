import type { Failure } from './failure.ts';
import { daemonFailureText } from './failure-text.ts';
import type { Problem, Reason } from './problem.ts';

/** The reason and the error of a problem, without its object. */
export type ProblemError = Pick<Problem, 'reason' | 'failure'>;

/** An error as it is stored for others: its English text, and the failure. */
export interface DetailFacts {
  readonly detail: string;
  readonly failure: Failure;
}

/** Returns the reason and the error of a problem, for the data of an event. */
export function errorFacts({ reason, failure }: ProblemError): DetailFacts & { readonly reason: Reason } {
  return { reason, ...detailFacts(failure) };
}

/** Returns an error for the data of an event. */
export function detailFacts(failure: Failure): DetailFacts {
  return { detail: daemonFailureText(failure, 'en'), failure };
}
