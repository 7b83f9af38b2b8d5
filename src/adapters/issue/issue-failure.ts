import { messageOf } from '../../domain/message-of.ts';
import { fill, type Sentence } from '../../domain/sentence.ts';
import { IssueError } from '../../work/errors.ts';
import { SubjectError } from './subject-error.ts';

/**
 * Returns the IssueError for an error that occurred while a certificate or CSR was created.
 * @param operation the beginning of the message, with the placeholder for the subject
 */
export function issueFailure(operation: Sentence, subject: string, error: unknown): IssueError {
  const message = messageOf(error);
  const japanese = error instanceof SubjectError ? `${fill(operation.ja, { subject })}: ${error.japanese}` : undefined;
  return new IssueError(`${fill(operation.en, { subject })}: ${message}`, error, japanese);
}
