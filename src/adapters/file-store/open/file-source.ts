import type { Problem } from '../../../domain/failure/problem.ts';
import type { FileContent } from './file-content.ts';

/** A file as a source of certificates and keys: its content, or why it has none. */
export type FileSource =
  | { readonly kind: 'content'; readonly content: FileContent }
  /** The file could not be read. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The file does not exist, or was removed after the scan had found it. */
  | { readonly kind: 'absent' };

/** The shared object for missing files. */
export const ABSENT: FileSource = { kind: 'absent' };
