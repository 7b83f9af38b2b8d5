import { causeOf } from './cause-of.ts';
import type { Failure } from './failure.ts';
import { failureText } from './failure-text.ts';
import type { Problem } from './problem.ts';

/** Returns a cause as the detail of a problem or event: its English text, and the failure. */
export function causeDetail(cause: Failure | string): Pick<Problem, 'detail' | 'failure'> {
  return typeof cause === 'string' ? { detail: cause } : { detail: failureText(cause, 'en'), failure: cause };
}

/** Returns an error as the detail of a problem; with its failure, if it has one. */
export function errorDetail(error: unknown): Pick<Problem, 'detail' | 'failure'> {
  return causeDetail(causeOf(error));
}
