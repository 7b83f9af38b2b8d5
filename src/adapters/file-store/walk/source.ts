import type { Problem } from '../../../domain/problem.ts';
import type { FileContent } from '../read/file-content.ts';

/** What a file is to its reader. Absent: it is no longer there. */
export type FileSource =
  | { readonly kind: 'content'; readonly content: FileContent }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'absent' };

export const ABSENT: FileSource = { kind: 'absent' };
