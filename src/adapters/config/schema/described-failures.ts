import type { Failure } from '../../../domain/failure/failure.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';

/**
 * The error that a schema returns for an issue: one failure, or one for each unknown key. zod reads
 * only the message, and `parseWithFailures` the failures.
 */
export class DescribedFailures {
  readonly failures: readonly Failure[];
  constructor(...failures: readonly Failure[]) {
    this.failures = failures;
  }
  /** The English text of the failures, one per line. */
  get message(): string {
    return this.failures.map((failure) => failureText(failure, 'en')).join('\n');
  }
}
