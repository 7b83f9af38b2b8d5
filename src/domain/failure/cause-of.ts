import type { Failure } from './failure.ts';
import { FailureError } from './failure-error.ts';
import { messageOf } from './message-of.ts';

/** Returns the failure of an error, or the message of an error of the system or of a library. */
export function causeOf(error: unknown): Failure | string {
  return error instanceof FailureError ? error.failure : messageOf(error);
}
