import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';

/** Thrown by a route for a request that is wrong, with the status code of its response. */
export class RequestError extends FailureError {
  override readonly name = 'RequestError';
  readonly status: 400 | 404 | 503;

  constructor(status: RequestError['status'], failure: Failure) {
    super(failure);
    this.status = status;
  }
}
