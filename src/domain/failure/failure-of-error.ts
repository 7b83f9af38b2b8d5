import { causeOf } from './cause-of.ts';
import { type Failure, isNestedFailure } from './failure.ts';
import { SAID_FAILURES } from './said-failures.ts';

/** Returns the failure of an error; without one, what its message says. */
export function failureOfError(error: unknown): Failure {
  return failureOfCause(causeOf(error));
}

/** Returns a cause as a failure: a text is what a system, server, tool or library said. */
export function failureOfCause(cause: Failure | string): Failure {
  return isNestedFailure(cause) ? cause : SAID_FAILURES.said({ text: cause });
}
