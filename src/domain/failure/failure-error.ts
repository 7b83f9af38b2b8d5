import { type Failure, type FailurePhrases, renderFailure } from './failure.ts';
import { FAILURE_PHRASES } from './failure-phrases.ts';

/** An error whose text is a failure. The message is the English text, for logs. */
export class FailureError extends Error {
  readonly failure: Failure;
  /** @param phrases a table with the text of the failure; default: the tables of the domain */
  constructor(failure: Failure, cause?: unknown, phrases: FailurePhrases = FAILURE_PHRASES) {
    super(renderFailure(phrases, failure, 'en'), { cause });
    this.failure = failure;
  }
}
