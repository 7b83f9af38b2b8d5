import type { Problem } from '../../../domain/problem.ts';
import type { FileContent } from './file-content.ts';

/** The result of reading a file. `absent`: it no longer exists. */
export type FileSource =
  | { readonly kind: 'content'; readonly content: FileContent }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'absent' };

/** The shared object for missing files. */
export const ABSENT: FileSource = { kind: 'absent' };
