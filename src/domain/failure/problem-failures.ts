import { type Failure, type Failures, type FailureTable, failuresOf } from './failure.ts';
import type { Problem } from './problem.ts';
import { reasonTextOrCode } from './reason-text.ts';

/** The codes of these failures, with the arguments of each text. */
export interface ProblemFailureArguments {
  /** `location` and `detail` may be empty. */
  readonly problem: { readonly location: string; readonly reason: string; readonly detail: string };
}

/** The texts of problems as causes. The Japanese one has only the code at the end of the detail. */
export const PROBLEM_PHRASES: FailureTable<ProblemFailureArguments> = {
  problem: {
    en: ({ location, reason, detail }) => [location, reason, detail].filter((part) => part !== '').join(': '),
    ja: ({ location, reason, detail }) => {
      const code = TRAILING_CODE.exec(detail)?.[0];
      const words = `${reasonTextOrCode(reason, 'ja')}${code === undefined ? '' : ` (${code})`}`;
      return location === '' ? words : `${location}: ${words}`;
    },
  },
};

/** The code of a system or standard at the end of a detail: EACCES. */
const TRAILING_CODE = /\b(E[A-Z0-9]{2,}|[A-Z0-9._-]{3,})$/;

const PROBLEM_FAILURES: Failures<FailureTable<ProblemFailureArguments>> = failuresOf(PROBLEM_PHRASES);

/** Returns a problem as the cause of a failure. */
export function problemFailure({ location, reason, detail }: Problem): Failure {
  return PROBLEM_FAILURES.problem({ location, reason, detail });
}
