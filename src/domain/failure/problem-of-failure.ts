import type { Locale } from '../text/locale.ts';
import type { Failure } from './failure.ts';
import { failureText } from './failure-text.ts';
import type { Problem, Reason, UnrenderedProblem } from './problem.ts';
import { SAID_FAILURES } from './said-failures.ts';

/** Returns the problem of a failure; its detail is the English text. */
export function problemOfFailure(reason: Reason, location: string, failure: Failure): Problem {
  return { reason, location, detail: failureText(failure, 'en'), failure };
}

/** Returns the problem of what a system, server, tool or library said. */
export function problemOfWords(reason: Reason, location: string, text: string): Problem {
  return problemOfFailure(reason, location, SAID_FAILURES.said({ text }));
}

/** Returns a problem of which the reason says everything. */
export function problemOfReason(reason: Reason, location: string): Problem {
  return problemOfWords(reason, location, '');
}

/** Returns a problem of a parser with its English text. */
export function renderProblem(problem: UnrenderedProblem): Problem {
  return { ...problem, detail: failureText(problem.failure, 'en') };
}

/** Returns the error of a problem in one language. Without a failure, it is the same in both. */
export function problemDetail({ detail, failure }: Pick<Problem, 'detail' | 'failure'>, locale: Locale): string {
  return failure === undefined ? detail : failureText(failure, locale);
}
