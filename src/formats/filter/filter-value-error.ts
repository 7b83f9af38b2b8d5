import { FailureError } from '../../domain/failure/failure-error.ts';

/** Thrown by parsers of filter values. The failure says which values are valid. */
export class FilterValueError extends FailureError {
  override readonly name = 'FilterValueError';
}
