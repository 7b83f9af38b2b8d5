import type { Locale } from '../text/locale.ts';
import type { Failure } from './failure.ts';
import { failureText } from './failure-text.ts';
import type { Problem, Reason } from './problem.ts';

/** Returns the problem of a failure; its detail is the English text. */
export function problemOfFailure(reason: Reason, location: string, failure: Failure): Problem {
  return { reason, location, detail: failureText(failure, 'en'), failure };
}

/** Returns the problem of a failure, or of a text without one. */
export function problemOfCause(reason: Reason, location: string, cause: Failure | string): Problem {
  return typeof cause === 'string' ? { reason, location, detail: cause } : problemOfFailure(reason, location, cause);
}

/** Returns the error of a problem in one language. Without a failure, it is the same in both. */
export function problemDetail({ detail, failure }: Pick<Problem, 'detail' | 'failure'>, locale: Locale): string {
  return failure === undefined ? detail : failureText(failure, locale);
}
