import type { Sentence } from '../../domain/sentence.ts';

/** Thrown if a subject cannot be written into a certificate or CSR. */
export class SubjectError extends Error {
  /** The message in Japanese. */
  readonly japanese: string;
  constructor({ en, ja }: Sentence) {
    super(en);
    this.japanese = ja;
  }
}
