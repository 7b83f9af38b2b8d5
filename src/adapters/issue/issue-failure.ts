import { IssueError } from '../../work/errors.ts';

/** A text in both languages. */
interface Texts {
  readonly en: string;
  readonly ja: string;
}

/** The error of a subject that cannot be written into a certificate or CSR. */
export class SubjectError extends Error {
  /** The message in Japanese. */
  readonly japanese: string;
  constructor({ en, ja }: Texts) {
    super(en);
    this.japanese = ja;
  }
}

/** Returns the error of a certificate or CSR that could not be created. */
export function issueFailure(doing: Texts, error: unknown): IssueError {
  const message = error instanceof Error ? error.message : String(error);
  const japanese = error instanceof SubjectError ? `${doing.ja}: ${error.japanese}` : undefined;
  return new IssueError(`${doing.en}: ${message}`, error, japanese);
}
