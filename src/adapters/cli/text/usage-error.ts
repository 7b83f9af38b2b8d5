import type { Failure } from '../../../domain/failure/failure.ts';
import { MailcertdError } from '../../../work/errors.ts';
import { CLI_FAILURE_PHRASES } from './cli-failure-text.ts';

/** The error of a command line that cannot be used. */
export class UsageError extends MailcertdError {
  override readonly code = 'usage';
  constructor(failure: Failure, cause?: unknown) {
    super(failure, cause, CLI_FAILURE_PHRASES);
  }
}
