import { messageOf } from '../message-of.ts';
import type { Problem } from '../problem.ts';
import { FailureError } from './failure-error.ts';

/** Returns an error as the detail of a problem; with its failure, if it has one. */
export function errorDetail(error: unknown): Pick<Problem, 'detail' | 'failure'> {
  const detail = messageOf(error);
  return error instanceof FailureError ? { detail, failure: error.failure } : { detail };
}
