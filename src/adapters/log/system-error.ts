import type { Failure } from '../../domain/failure/failure.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';

/** Returns an error with a system error code, for example `ETIMEDOUT`. */
export function systemError(code: string, failure: Failure): Error {
  return Object.assign(new FailureError(failure), { code });
}
