import { fill, type Sentence } from '../../domain/sentence.ts';
import { IssueError } from '../../work/errors.ts';

/** The error of a subject that cannot be written into a certificate or CSR. */
export class SubjectError extends Error {
  /** The message in Japanese. */
  readonly japanese: string;
  constructor({ en, ja }: Sentence) {
    super(en);
    this.japanese = ja;
  }
}

/** Returns the error of a certificate or CSR that could not be created. */
export function issueFailure(operation: Sentence, subject: string, error: unknown): IssueError {
  const message = error instanceof Error ? error.message : String(error);
  const japanese = error instanceof SubjectError ? `${fill(operation.ja, { subject })}: ${error.japanese}` : undefined;
  return new IssueError(`${fill(operation.en, { subject })}: ${message}`, error, japanese);
}
