import type { Failure } from './failure.ts';
import type { Problem, Reason } from './problem.ts';
import { NOTHING_SAID, SAID_FAILURES } from './said-failures.ts';

/** Returns the problem of a failure. */
export function problemOfFailure(reason: Reason, location: string, failure: Failure): Problem {
  return { reason, location, failure };
}

/** Returns the problem of what a system, server, tool or library said. */
export function problemOfWords(reason: Reason, location: string, text: string): Problem {
  return problemOfFailure(reason, location, SAID_FAILURES.said({ text }));
}

/** Returns a problem of which the reason says everything. */
export function problemOfReason(reason: Reason, location: string): Problem {
  return problemOfFailure(reason, location, NOTHING_SAID);
}
