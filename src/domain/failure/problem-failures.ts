import { phrase } from '../text/phrase.ts';
import { type Failure, type Failures, type FailureTable, failuresOf } from './failure.ts';
import type { Problem, Reason } from './problem.ts';
import { problemLocation } from './problem-location.ts';
import { reasonTextOrCode } from './reason-text.ts';

/** The codes of these failures, with the arguments of each text. */
export interface ProblemFailureArguments {
  /** `location` and `detail` may be empty. */
  readonly problem: { readonly location: string; readonly reason: Reason; readonly detail: string };
}

/** The texts of problems as causes. */
export const PROBLEM_PHRASES: FailureTable<ProblemFailureArguments> = {
  problem: phrase({
    en: ({ location, reason, detail }) =>
      [location, reasonTextOrCode(reason, 'en'), detail].filter((part) => part !== '').join(': '),
    ja: ({ location, reason, detail }) => {
      const words = `${reasonTextOrCode(reason, 'ja')}${detail === '' ? '' : ` (${detail})`}`;
      return location === '' ? words : `${location}: ${words}`;
    },
  }),
};

const PROBLEM_FAILURES: Failures<FailureTable<ProblemFailureArguments>> = failuresOf(PROBLEM_PHRASES);

/** Returns a problem as the cause of a failure. */
export function problemFailure(problem: Problem): Failure {
  const { reason, failure } = problem;
  return PROBLEM_FAILURES.problem({ location: problemLocation(problem), reason, detail: failure });
}

/** Returns a problem as the cause of a failure that names its location. */
export function problemCause({ reason, failure }: Problem): Failure {
  return PROBLEM_FAILURES.problem({ location: '', reason, detail: failure });
}
