import { InvalidArgumentError } from 'commander';
import type { Failure } from '../../../domain/failure/failure.ts';
import { cliFailureText } from '../text/cli-failure-text.ts';

/** Thrown by parsers of options and arguments. The hint says which values are valid. */
export class InvalidValueError extends InvalidArgumentError {
  readonly hint: Failure;
  constructor(hint: Failure) {
    super(cliFailureText(hint, 'en'));
    this.hint = hint;
  }
}
